using System.Text;
using VerifyTests;

namespace Reproduction.VerifyStandIn;

/// <summary>Compares one text with its verified file; leaves a received file where the two differ.</summary>
/// <param name="directory">The folder of the files.</param>
/// <param name="name">What the files begin with: <c>name.verified.txt</c>.</param>
/// <param name="extension">What they end in, without a dot.</param>
internal sealed class SnapshotComparison(string directory, string name, string extension)
{
    private static readonly UTF8Encoding WithByteOrderMark = new(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true);
    private static readonly Dictionary<string, object> NoContext = new(StringComparer.Ordinal);

    private string ReceivedName => $"{name}.received.{extension}";

    private string VerifiedName => $"{name}.verified.{extension}";

    private string ReceivedPath => Path.Combine(directory, ReceivedName);

    private string VerifiedPath => Path.Combine(directory, VerifiedName);

    /// <summary>A text that was given without an extension: a byte order mark at its start is dropped, and an empty one is made visible.</summary>
    public static string Visible(string? text) => text?.TrimStart('\uFEFF') switch
    {
        null => "null",
        "" => "emptyString",
        var content => content,
    };

    /// <summary>Passes where the verified file has the same text, or one that <paramref name="compare"/> takes for it; throws otherwise.</summary>
    public async Task Compare(string text, StringCompare? compare)
    {
        Directory.CreateDirectory(directory);
        Existing("received").ForEach(File.Delete);
        var received = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        var stale = Existing("verified");
        stale.Remove(VerifiedPath);

        // A file of no bytes has not even a byte order mark: nothing that was ever approved.
        if (File.Exists(VerifiedPath) && new FileInfo(VerifiedPath).Length == 0)
        {
            File.Delete(VerifiedPath);
        }

        if (!File.Exists(VerifiedPath))
        {
            Write(received);
            throw new VerifyException(Message("New", stale, $"Received: {ReceivedName}\n{received}\n"));
        }

        var verified = await File.ReadAllTextAsync(VerifiedPath, WithByteOrderMark);
        if (verified.Contains('\r', StringComparison.Ordinal))
        {
            Write(received);
            throw new VerifiedLineEndingException(VerifiedPath, extension);
        }

        var result = string.Equals(received, verified, StringComparison.Ordinal) ? CompareResult.Equal : await Ask(compare, received, verified);
        if (!result.IsEqual)
        {
            Write(received);
            throw new VerifyException(Message("NotEqual", stale, result.Message is { } found
                ? $"Received: {ReceivedName}\nVerified: {VerifiedName}\nCompare Result:\n{found}\n"
                : $"Received: {ReceivedName}\n{received}\nVerified: {VerifiedName}\n{verified}\n"));
        }

        if (stale.Count > 0)
        {
            throw new VerifyException(Message("Equal", stale, content: null));
        }
    }

    private async Task<CompareResult> Ask(StringCompare? compare, string received, string verified)
    {
        try
        {
            return compare is null ? CompareResult.NotEqual() : await compare(received, verified, NoContext);
        }
        catch (Exception exception)
        {
            throw new Exception($"Failed to compare files:\nReceivedPath: {ReceivedPath}\nVerifiedPath: {VerifiedPath}", exception);
        }
    }

    /// <summary>The text of a failure; tools read it, so it is Verify's to the letter.</summary>
    private string Message(string outcome, List<string> stale, string? content)
    {
        var files = $"{outcome}:\n  - Received: {ReceivedName}\n    Verified: {VerifiedName}\n";
        var delete = stale.Count == 0 ? string.Empty : $"Delete:\n{string.Concat(stale.Select(path => $"  - {Path.GetFileName(path)}\n"))}";
        return content is null
            ? $"Directory: {directory}\n{delete}{files}"
            : $"Directory: {directory}\n{files}{delete}\nFileContent:\n\n{outcome}:\n\n{content}\n";
    }

    /// <summary>
    /// The files of this name and kind, received or verified. The name is matched to its end, so that the files of M2 are not taken for those of M.
    /// </summary>
    private List<string> Existing(string kind) =>
    [
        .. Directory.EnumerateFiles(directory, $"*.{kind}.*")
            .Where(path => Path.GetFileName(path) is var file &&
                (file.StartsWith($"{name}.{kind}.", StringComparison.Ordinal) || file.StartsWith($"{name}#", StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal),
    ];

    private void Write(string text) => File.WriteAllText(ReceivedPath, text, WithByteOrderMark);
}
