namespace Reproduction.Cli;

/// <summary>Tells on the caller's thread, at once: <see cref="Progress{T}"/> would queue and reorder.</summary>
internal sealed class SynchronousProgress<T>(Action<T> tell) : IProgress<T>
{
    public void Report(T value) => tell(value);
}
