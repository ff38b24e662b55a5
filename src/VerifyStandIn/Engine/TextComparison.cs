using VerifyTests;

namespace Reproduction.VerifyStandIn;

internal enum Outcome
{
    Equal,
    New,
    NotEqual,
}

/// <summary>What comparing one target with its verified file gave.</summary>
internal sealed record Comparison(SnapshotFile File, Outcome Outcome, string Received, string? Verified = null, string? Message = null);

/// <summary>Compares a text with its verified file; leaves a received file where the two differ.</summary>
internal sealed class TextComparison(GlobalSettings global, VerifySettings settings)
{
    public async Task<Comparison> Compare(SnapshotFile file, string received)
    {
        try
        {
            return await CompareCore(file, received);
        }
        catch (Exception exception) when (exception is not VerifiedLineEndingException)
        {
            throw new Exception(
                $"Failed to compare files:\nReceivedPath: {file.ReceivedPath}\nVerifiedPath: {file.VerifiedPath}", exception);
        }
    }

    private async Task<Comparison> CompareCore(SnapshotFile file, string received)
    {
        // Not even a byte order mark: nothing that was ever approved.
        if (File.Exists(file.VerifiedPath) && new FileInfo(file.VerifiedPath).Length == 0)
        {
            File.Delete(file.VerifiedPath);
        }

        if (!File.Exists(file.VerifiedPath))
        {
            Write(file.ReceivedPath, received);
            return new(file, Outcome.New, received);
        }

        var verified = await File.ReadAllTextAsync(file.VerifiedPath, global.Encoding);
        if (verified.Contains('\r', StringComparison.Ordinal))
        {
            Write(file.ReceivedPath, received);
            throw new VerifiedLineEndingException(file);
        }

        // The comparer is asked only about texts that differ.
        if (string.Equals(received, verified, StringComparison.Ordinal))
        {
            return new(file, Outcome.Equal, received, verified);
        }

        var compare = settings.FindComparer(file.Extension) ?? global.FindComparer(file.Extension);
        var result = compare is null ? CompareResult.NotEqual() : await compare(received, verified, settings.Context);
        if (result.IsEqual)
        {
            return new(file, Outcome.Equal, received, verified);
        }

        Write(file.ReceivedPath, received);
        return new(file, Outcome.NotEqual, received, verified, result.Message);
    }

    private void Write(string path, string text) => File.WriteAllText(path, text, global.Encoding);
}
