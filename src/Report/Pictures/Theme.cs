using System.Text.RegularExpressions;
using Reproduction.Report.Page;

namespace Reproduction.Report.Pictures;

/// <summary>The ground that a picture is drawn for.</summary>
public enum Theme
{
    /// <summary>Light or dark, as the reader's system prefers: decided by the picture itself when it is shown.</summary>
    Reader,

    /// <summary>Light, always.</summary>
    Light,

    /// <summary>Dark, always.</summary>
    Dark,
}

/// <summary>Gives a drawing whose colors are variables of the report's style sheet the colors of a theme.</summary>
internal static partial class ThemeColors
{
    /// <summary>The drawing with plain colors, for a fixed theme; unchanged for the reader's, which <see cref="Style"/> defines.</summary>
    public static string Apply(string svg, Theme theme)
    {
        if (theme == Theme.Reader)
        {
            return svg;
        }

        var colors = Colors(theme == Theme.Dark);
        return VariablePattern().Replace(svg, match => colors[match.Groups["name"].Value]);
    }

    /// <summary>The variables as rules of a style sheet for a picture that follows the reader; empty for a fixed theme.</summary>
    public static string Style(Theme theme)
    {
        static string Variables(bool dark) =>
            string.Concat(Colors(dark).OrderBy(color => color.Key, StringComparer.Ordinal).Select(color => $"{color.Key}:{color.Value};"));

        return theme == Theme.Reader
            ? $"svg{{{Variables(dark: false)}}}@media (prefers-color-scheme:dark){{svg{{{Variables(dark: true)}}}}}"
            : string.Empty;
    }

    /// <summary>
    /// The colors of the report's style sheet, by the name of their variable: the first block is the light theme, the second the dark one.
    /// </summary>
    private static Dictionary<string, string> Colors(bool dark)
    {
        var blocks = BlockPattern().Matches(HtmlPage.StyleSheet());
        return DefinitionPattern().Matches(blocks[dark ? 1 : 0].Value)
            .ToDictionary(match => match.Groups["name"].Value, match => match.Groups["color"].Value, StringComparer.Ordinal);
    }

    [GeneratedRegex(@"var\((?<name>--[a-z0-9-]+),rgb\(\d+,\d+,\d+\)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex VariablePattern();

    [GeneratedRegex(@":root \{[^}]*\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex BlockPattern();

    [GeneratedRegex("(?<name>--[a-z0-9-]+): (?<color>#[0-9a-f]{6})", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex DefinitionPattern();
}
