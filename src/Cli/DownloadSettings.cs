using System.Collections.Immutable;
using System.Globalization;
using Reproduction.Data;
using Reproduction.Networks;

namespace Reproduction.Cli;

/// <summary>What was asked for of a download, as text; what is null is left to the environment, and then to <see cref="DownloadOptions"/>.</summary>
internal sealed record DownloadSettings
{
    public const string MirrorVariable = "REPRODUCE_MIRROR";
    public const string ConnectTimeoutVariable = "REPRODUCE_CONNECT_TIMEOUT";
    public const string StallTimeoutVariable = "REPRODUCE_STALL_TIMEOUT";
    public const string FileTimeoutVariable = "REPRODUCE_FILE_TIMEOUT";

    private const double MostSeconds = 86_400;

    private static readonly char[] Separators = [' ', ',', '\t', '\n'];

    public bool MayDownload { get; init; } = true;

    public string? Mirrors { get; init; }

    public string? ConnectTimeout { get; init; }

    public string? StallTimeout { get; init; }

    public string? FileTimeout { get; init; }

    /// <summary>The options of a download.</summary>
    /// <param name="standard">What holds where neither an option nor a variable says anything.</param>
    /// <param name="variable">Gives an environment variable's value, or null.</param>
    /// <exception cref="InvalidConfigurationException">A value is not what it must be; the message names the option or the variable.</exception>
    public DownloadOptions With(DownloadOptions standard, Func<string, string?> variable) => standard with
    {
        Mirrors = Read(Mirrors, "--mirror", MirrorVariable, variable, MirrorsOf, standard.Mirrors),
        ConnectTimeout = Read(ConnectTimeout, "--connect-timeout", ConnectTimeoutVariable, variable, SecondsOf, standard.ConnectTimeout),
        StallTimeout = Read(StallTimeout, "--stall-timeout", StallTimeoutVariable, variable, SecondsOf, standard.StallTimeout),
        FileTimeout = Read(FileTimeout, "--file-timeout", FileTimeoutVariable, variable, SecondsOf, standard.FileTimeout),
    };

    private static T Read<T>(
        string? option, string optionName, string variableName, Func<string, string?> variable, Func<string, string, T> read, T standard) =>
        option is not null ? read(optionName, option)
        : variable(variableName) is { Length: > 0 } value ? read(variableName, value)
        : standard;

    private static IReadOnlyList<Uri>? MirrorsOf(string name, string text)
    {
        var mirrors = text.Split(Separators, StringSplitOptions.RemoveEmptyEntries).Select(address => MirrorOf(name, address)).ToImmutableArray();
        InvalidConfigurationException.ThrowUnless(
            mirrors.Length > 0, $"{name} takes the address of a folder such as https://example.org/mnist/; received nothing.");
        return mirrors;
    }

    /// <summary>Without the slash at its end, the last part of an address would be replaced by a file's name.</summary>
    private static Uri MirrorOf(string name, string address) =>
        Uri.TryCreate(address.EndsWith('/') ? address : address + "/", UriKind.Absolute, out var mirror)
            && (mirror.Scheme == Uri.UriSchemeHttp || mirror.Scheme == Uri.UriSchemeHttps)
            ? mirror
            : throw new InvalidConfigurationException(
                $"{name} takes an address that begins with http:// or https://; received '{address}' (a folder on this machine is named with "
                    + $"--data).");

    private static TimeSpan SecondsOf(string name, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds > 0 && seconds <= MostSeconds
            ? TimeSpan.FromSeconds(seconds)
            : throw new InvalidConfigurationException($"{name} takes seconds, more than 0 and up to {MostSeconds}; received '{text}'.");
}
