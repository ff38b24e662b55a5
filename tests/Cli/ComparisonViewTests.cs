using Reproduction.Cli;
using Spectre.Console;

namespace Reproduction.Tests.Cli;

public sealed class ComparisonViewTests
{
    private static readonly Reproduction.Report.Table Table = new(
        [new("Run"), new("Epoch", true), new("Metric"), new("Reproduced", true), new("Notebook", true), new("Difference", true)],
        [["no BN, batch 1024", "10", "test_accuracy", "0.9664", "-", "-"], ["", "", "loss", "0.1074", "0.1080", "-0.0006"]]);

    [TestCase(40)]
    [TestCase(81)]
    public void On_a_narrow_terminal_every_figure_is_whole_and_no_line_is_too_long(int width)
    {
        var lines = Lines(width);

        lines.Should().OnlyContain(line => line.Length <= 40);
        lines.Should().ContainInOrder(
            "no BN, batch 1024, epoch 10", " test_accuracy  0.9664       -        -", " loss           0.1074  0.1080  -0.0006");
    }

    [Test]
    public void Where_there_is_room_it_has_rules() => Lines(82).Should().HaveCount(6).And.Contain(line => line.StartsWith('╭'));

    private static string[] Lines(int width)
    {
        using var output = new StringWriter { NewLine = "\n" };
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = width;
        ComparisonView.Write(console, Table);
        return output.ToString().TrimEnd('\n').Split('\n');
    }
}
