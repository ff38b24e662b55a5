using System.Globalization;
using System.Text;

namespace Reproduction.Data;

/// <summary>
/// Text that comes from outside, such as file names and the system's messages, in the form in which it is shown: on one line, every character
/// visible.
/// </summary>
/// <remarks>
/// A file name may hold a line break, which would make two lines of a message, or an escape sequence, which a terminal would obey. Nothing else is
/// changed, so a text that has been through here once is not changed by a second time.
/// </remarks>
public static class OneLine
{
    /// <summary>
    /// The text with control characters, line breaks, direction marks and lone surrogates written as in C#: <c>\n</c>, <c>\u001b</c>.
    /// </summary>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        StringBuilder? escaped = null;
        for (var i = 0; i < text.Length; i++)
        {
            var isPair = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            if (!isPair && IsHidden(text[i]))
            {
                escaped ??= new StringBuilder(text, 0, i, text.Length + 16);
                escaped.Append(Escape(text[i]));
            }
            else
            {
                escaped?.Append(text, i, isPair ? 2 : 1);
            }

            i += isPair ? 1 : 0;
        }

        return escaped?.ToString() ?? text;
    }

    private static bool IsHidden(char character) => CharUnicodeInfo.GetUnicodeCategory(character)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate;

    private static string Escape(char character) => character switch
    {
        '\n' => @"\n",
        '\r' => @"\r",
        '\t' => @"\t",
        _ => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
    };
}
