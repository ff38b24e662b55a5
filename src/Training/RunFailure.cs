namespace Reproduction.Training;

/// <summary>Why a run has no history.</summary>
/// <param name="Epoch">The epoch in which it failed, from 1; one more than the run has when it failed after its last one.</param>
/// <param name="Line">Which run, which epoch and why, on one line: <c>BN, batch 64 failed in epoch 2: Unknown scalar type.</c></param>
/// <param name="Details">Everything that the exception tells, frames of native code included; null when the line says it all.</param>
public sealed record RunFailure(int Epoch, string Line, string? Details)
{
    /// <summary>What a person is told of an exception.</summary>
    /// <param name="recipe">The run.</param>
    /// <param name="latest">How far it was when it was last heard of; null before that.</param>
    /// <param name="exception">What ended it.</param>
    public static RunFailure Of(TrainingRecipe recipe, TrainingProgress? latest, Exception exception)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(exception);
        var epoch = latest is null ? 1 : latest.Row is null ? latest.Epoch : latest.Epoch + 1;
        if (exception is TrainingDivergedException)
        {
            return new(epoch, exception.Message, null);
        }

        // libtorch's messages go on with a dozen frames of its own code.
        var reason = exception is OutOfMemoryException
            ? "memory ran out; train fewer runs at once (--parallel 1), or give the program more"
            : exception.Message.Split("Exception raised from", 2)[0].ReplaceLineEndings(" ").Trim();
        var where = epoch > recipe.Epochs ? "after its last epoch" : FormattableString.Invariant($"in epoch {epoch}");
        return new(epoch, $"{recipe.Title} failed {where}: {(reason.Length > 0 ? reason : exception.GetType().Name)}", exception.ToString());
    }

    /// <summary>The line.</summary>
    public override string ToString() => Line;
}

/// <summary>Passes progress on, and remembers the latest.</summary>
internal sealed class LatestProgress(IProgress<TrainingProgress>? next) : IProgress<TrainingProgress>
{
    /// <summary>The latest; null before the first.</summary>
    public TrainingProgress? Value { get; private set; }

    public void Report(TrainingProgress value)
    {
        Value = value;
        next?.Report(value);
    }
}
