using System.Globalization;
using System.Text;
using Reproduction.Data;

namespace Reproduction.Cli;

/// <summary>
/// The process's standard output and error, in a form that never stops the work: a full disk under a log, or a terminal that was closed, must not
/// cost a training.
/// </summary>
internal static class StandardStreams
{
    /// <summary>Puts <see cref="LossyWriter"/>s in place of <see cref="Console.Out"/> and <see cref="Console.Error"/>.</summary>
    /// <returns>The writer of the standard output, which knows whether something was lost.</returns>
    public static LossyWriter Install()
    {
        var output = new LossyWriter(IsOpen(1) ? Console.Out : TextWriter.Null);
        Console.SetOut(output);
        Console.SetError(new LossyWriter(IsOpen(2) ? Console.Error : TextWriter.Null));
        return output;
    }

    /// <summary>Whether a descriptor is the stream that the process was started with.</summary>
    /// <remarks>
    /// Where it was started with the stream closed, the runtime has got the number for something of its own, and text written to it would go there.
    /// What a process is started with is never "close on exec"; what the runtime opens always is.
    /// </remarks>
    private static bool IsOpen(int descriptor)
    {
        const int CloseOnExec = 0x80000;
        if (!Directory.Exists("/proc/self/fdinfo"))
        {
            return true;
        }

        try
        {
            var flags = File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fdinfo/{descriptor}"))
                .First(line => line.StartsWith("flags:", StringComparison.Ordinal));
            return (Convert.ToInt32(flags["flags:".Length..].Trim(), 8) & CloseOnExec) == 0;
        }
        catch (Exception exception) when (IoFailure.Is(exception))
        {
            // no such descriptor
            return false;
        }
    }
}

/// <summary>Writes what is taken and loses the rest, and remembers why.</summary>
internal sealed class LossyWriter(TextWriter inner) : TextWriter(CultureInfo.InvariantCulture)
{
    /// <summary>Why something was lost; null when nothing was, and when a reader went away (.NET says nothing of a broken pipe).</summary>
    public string? Lost { get; private set; }

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Try(() => inner.Write(value));

    public override void Write(string? value) => Try(() => inner.Write(value));

    public override void Write(char[] buffer, int index, int count) => Try(() => inner.Write(buffer, index, count));

    public override void WriteLine(string? value) => Try(() => inner.WriteLine(value));

    public override void Flush() => Try(inner.Flush);

    private void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            Lost = IoFailure.Reason(exception);
        }
    }
}
