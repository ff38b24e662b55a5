using System.CommandLine;

namespace Reproduction.Cli.Commands;

/// <summary>The options of a download; each has a variable of the environment, which an option overrules.</summary>
internal sealed class DownloadOptionSet
{
    private readonly Option<bool> noDownload = new("--no-download") { Description = "Never fetch data from the network" };

    private readonly Option<string[]> mirrors = new("--mirror")
    {
        Description = $"Address of a folder with the four files, to be used instead of the public ones; may be given several times (or "
            + $"{DownloadSettings.MirrorVariable})",
        HelpName = "url",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> connectTimeout = Seconds(
        "--connect-timeout", $"Longest wait for a mirror's answer: 5 if not given (or {DownloadSettings.ConnectTimeoutVariable})");

    private readonly Option<string?> stallTimeout = Seconds(
        "--stall-timeout", $"Longest wait for the next byte: 15 if not given (or {DownloadSettings.StallTimeoutVariable})");

    private readonly Option<string?> fileTimeout = Seconds(
        "--file-timeout", $"Longest time for a file: 600 if not given (or {DownloadSettings.FileTimeoutVariable})");

    /// <summary>The options themselves.</summary>
    public IEnumerable<Option> All => [noDownload, mirrors, connectTimeout, stallTimeout, fileTimeout];

    /// <summary>What was asked for, as text: it is read, with the environment, when data are chosen.</summary>
    public DownloadSettings Read(ParseResult result) => new()
    {
        MayDownload = !result.GetValue(noDownload),
        Mirrors = result.GetResult(mirrors) is null ? null : string.Join(' ', result.GetValue(mirrors) ?? []),
        ConnectTimeout = result.GetValue(connectTimeout),
        StallTimeout = result.GetValue(stallTimeout),
        FileTimeout = result.GetValue(fileTimeout),
    };

    private static Option<string?> Seconds(string name, string description) => new(name) { Description = description, HelpName = "seconds" };
}
