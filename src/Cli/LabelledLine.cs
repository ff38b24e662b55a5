using System.Text;
using Reproduction.Data;

namespace Reproduction.Cli;

/// <summary>A name and a value on a line; a value that is too long for the terminal goes on under itself, broken between words.</summary>
internal static class LabelledLine
{
    /// <summary>Prints it.</summary>
    /// <param name="context">Where to.</param>
    /// <param name="label">The name.</param>
    /// <param name="value">The value.</param>
    /// <param name="labelWidth">Columns that the names take.</param>
    public static void WriteLabelled(this CommandContext context, string label, string value, int labelWidth = 9)
    {
        foreach (var line in Wrap(label.PadRight(labelWidth) + OneLine.Of(value), labelWidth, context.Console.Profile.Width))
        {
            context.Lines.WriteLine(line);
        }
    }

    /// <summary>
    /// The lines; a word that is longer than one, such as a path, is left whole: the terminal breaks it, and it can still be copied.
    /// </summary>
    internal static IEnumerable<string> Wrap(string text, int labelWidth, int width)
    {
        var line = new StringBuilder(text[..labelWidth]);
        var isEmpty = true;
        foreach (var word in text[labelWidth..].Split(' '))
        {
            if (!isEmpty && line.Length + 1 + word.Length > width)
            {
                yield return line.ToString().TrimEnd();
                line.Clear().Append(' ', labelWidth);
                isEmpty = true;
            }

            line.Append(isEmpty ? string.Empty : " ").Append(word);
            isEmpty = false;
        }

        yield return line.ToString().TrimEnd();
    }
}
