using Reproduction.Ensembles;
using Reproduction.Training;

namespace Reproduction.Tests.Ensembles;

/// <summary>Runs that nobody trained, for tests of what is stored.</summary>
internal static class Records
{
    public static readonly MachineInfo Machine = new("Processor (R) 1", "AVX2", 2, "Debian", ".NET 10")
    {
        RunsAtOnce = 2,
        Libraries = "Reproduction 0.1.0",
    };

    public static readonly string Hash = new('a', 64);

    public static RunRecord Of(ulong seed = 1, double loss = 0.5, string? failure = null, TrainingRecipe? recipe = null) => new(
        (recipe ?? new()) with { Epochs = 2, Seed = seed },
        "sample",
        Hash,
        "torch",
        "TorchSharp 1",
        failure is null ? [Row(1, loss * 2), Row(2, loss)] : [Row(1, loss)],
        failure is null ? new Metrics(0.1 + 0.2, 0.875) : null,
        failure is null ? new string('b', 64) : null,
        failure,
        TimeSpan.FromTicks(123_456_789),
        Machine);

    private static EpochMetrics Row(int epoch, double loss) => new(epoch, new(loss, 0.75), new(1.0 / 3, 2.0 / 3));
}
