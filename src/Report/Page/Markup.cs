using System.Text;
using System.Xml;

namespace Reproduction.Report.Page;

/// <summary>Text that becomes part of HTML or Markdown, and stays text.</summary>
internal static class Markup
{
    /// <summary>For HTML and XML, between tags and in attributes alike. Characters that neither may hold become U+FFFD.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                escaped.Append(text, i, 2);
                i++;
                continue;
            }

            _ = text[i] switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '"' => escaped.Append("&quot;"),
                '\'' => escaped.Append("&#39;"),
                var character => escaped.Append(XmlConvert.IsXmlChar(character) ? character : '\uFFFD'),
            };
        }

        return escaped.ToString();
    }

    /// <summary>A command for HTML: a code element, each word of it one that no line break divides.</summary>
    public static string Command(string command)
    {
        static string Words(string line) =>
            string.Join(' ', line.Split(' ').Select(word => word.Length == 0 ? word : $"<span>{Escape(word)}</span>"));

        return $"<code>{string.Join('\n', command.ReplaceLineEndings("\n").Split('\n').Select(Words))}</code>";
    }

    /// <summary>For Markdown, in a paragraph or in a cell of a table: one line, no markup.</summary>
    public static string EscapeMarkdown(string text)
    {
        var line = OneLine(text);
        var escaped = new StringBuilder(line.Length + 16);
        for (var i = 0; i < line.Length; i++)
        {
            _ = line[i] switch
            {
                // Within a word it is a letter: val_loss.
                '_' when i > 0 && i + 1 < line.Length && char.IsLetterOrDigit(line[i - 1]) && char.IsLetterOrDigit(line[i + 1]) =>
                    escaped.Append('_'),
                // Arrows and signs of comparison between figures: no tag begins with a space.
                '>' when i > 1 && line[i - 1] == '-' && line[i - 2] == ' ' => escaped.Append('>'),
                '<' when i + 1 < line.Length && line[i + 1] == ' ' => escaped.Append('<'),
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '|' or '*' or '_' or '`' or '[' or ']' or '\\' or '~' => escaped.Append('\\').Append(line[i]),
                var character => escaped.Append(character),
            };
        }

        return escaped.ToString();
    }

    /// <summary>An item of a Markdown list that is text, with its line break.</summary>
    public static string MarkdownItem(string text) => $"- {EscapeMarkdown(text)}\n";

    /// <summary>A command in a cell of a Markdown table. The bar ends a cell even inside code, unless it is escaped.</summary>
    public static string MarkdownCode(string command) =>
        command.Length == 0 ? string.Empty : $"`{OneLine(command).Replace('`', '\'').Replace("|", "\\|", StringComparison.Ordinal)}`";

    private static string OneLine(string text) => Data.OneLine.Of(text.ReplaceLineEndings(" ").Trim());
}
