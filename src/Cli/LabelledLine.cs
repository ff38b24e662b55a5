using System.Text;
using Reproduction.Data;

namespace Reproduction.Cli;

/// <summary>A name and a value on a line; a value that is too long for the terminal goes on under itself, broken between words.</summary>
internal static class LabelledLine
{
    private const int LabelWidth = 9;

    /// <summary>Prints it.</summary>
    public static void WriteLabelled(this CommandContext context, string label, string value)
    {
        foreach (var line in Wrap(label.PadRight(LabelWidth) + OneLine.Of(value), context.Console.Profile.Width))
        {
            context.Lines.WriteLine(line);
        }
    }

    /// <summary>
    /// The lines; a word that is longer than one, such as a path, is left whole: the terminal breaks it, and it can still be copied.
    /// </summary>
    internal static IEnumerable<string> Wrap(string text, int width)
    {
        var line = new StringBuilder(text[..LabelWidth]);
        var isEmpty = true;
        foreach (var word in text[LabelWidth..].Split(' '))
        {
            if (!isEmpty && line.Length + 1 + word.Length > width)
            {
                yield return line.ToString().TrimEnd();
                line.Clear().Append(' ', LabelWidth);
                isEmpty = true;
            }

            line.Append(isEmpty ? string.Empty : " ").Append(word);
            isEmpty = false;
        }

        yield return line.ToString().TrimEnd();
    }
}
