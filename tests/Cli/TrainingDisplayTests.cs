using System.Text;
using System.Text.RegularExpressions;
using Reproduction.Cli;
using Reproduction.Training;
using Spectre.Console;

namespace Reproduction.Tests.Cli;

public sealed class TrainingDisplayTests
{
    private static readonly TrainingRecipe Recipe = new() { Epochs = 4, BatchSize = 64 };
    private static readonly RunFailure Failure = new(2, "BN, batch 64 failed in epoch 2: Unknown scalar type.", "frame #0");

    [Test]
    public void A_failed_run_has_a_red_bar_that_ends_where_it_failed()
    {
        var shown = Show(isTerminal: true, new RunOutcome(Recipe, null, Failure));

        // 18 of 48 steps: 9 of 24 signs. Red is 9 of the terminal's 16 colors, as 38;5;9 or 91.
        shown.Should().MatchRegex(@"\x1b\[(38;5;9|91)m#{9}\.{15}\x1b\[0m\s+38 %\s+failed in epoch 2").And.NotContain("100 %");
    }

    [Test]
    public void A_finished_runs_bar_is_green_and_full() =>
        Show(
            isTerminal: true, new RunOutcome(Recipe, new(Recipe, "sample", "torch", [], null, string.Empty, TimeSpan.FromSeconds(3)), null), done: 48)
            .Should().MatchRegex(@"\x1b\[(38;5;2|32)m#{24}\x1b\[0m\s+100 %\s+epoch.*done in 3 s");

    [Test]
    public void Without_a_terminal_a_failed_run_is_one_line() =>
        Show(isTerminal: false, new RunOutcome(Recipe, null, Failure))
            .Should().Be("BN, batch 64 failed in epoch 2: Unknown scalar type." + Environment.NewLine);

    [TestCase(40)]
    [TestCase(80)]
    [TestCase(120)]
    public void A_line_of_progress_is_never_broken_and_the_last_is_about_the_whole(int width)
    {
        TrainingRecipe[] recipes = [Recipe with { Network = Recipe.Network with { Normalization = null } }, Recipe];
        var shown = Show(isTerminal: true, new RunOutcome(recipes[1], null, Failure), width: width, recipes: recipes);

        var lines = Regex.Replace(shown, @"\x1b\[[0-9;?]*[A-Za-z]", string.Empty, RegexOptions.None, TimeSpan.FromSeconds(10)).Split('\n', '\r')
            .Select(line => line.TrimEnd()).Where(line => line.Length > 0).ToList();
        lines.Should().OnlyContain(line => line.Length <= width)
            .And.OnlyContain(line => line.Contains('%', StringComparison.Ordinal), "a broken line's second part has no percentage");
        lines[^3].Should().MatchRegex("^no BN, batch 64 .* 0 % +waiting$");
        lines[^2].Should().MatchRegex("^BN, batch 64 .* 38 % +failed in epoch");
        lines[^1].Should().MatchRegex("^all runs .* %");
    }

    /// <summary>Spectre's own thread may outlive the bars, and then writes to a console that is closed.</summary>
    [Test]
    public void Bars_are_drawn_when_something_is_told_and_by_no_thread_of_their_own()
    {
        using var output = new CountingWriter();
        TrainingDisplay.Show(Console(isTerminal: true, 120, output), isQuiet: false, [Recipe], (_, _) =>
        {
            var writes = output.Writes;
            Thread.Sleep(TimeSpan.FromMilliseconds(300));
            output.Writes.Should().Be(writes).And.BePositive();
            return [];
        });
    }

    private static string Show(bool isTerminal, RunOutcome outcome, int done = 18, int width = 120, TrainingRecipe[]? recipes = null)
    {
        using var output = new StringWriter();
        TrainingDisplay.Show(Console(isTerminal, width, output), isQuiet: false, recipes ?? [Recipe], (progress, finished) =>
        {
            progress!.Report(new(
                Recipe,
                Epoch: 1 + ((done - 1) / 12),
                Step: 1 + ((done - 1) % 12),
                StepsPerEpoch: 12,
                RunningLoss: 0.5,
                Elapsed: TimeSpan.FromSeconds(3)));
            finished!(outcome);
            return [outcome];
        });
        return output.ToString();
    }

    private static IAnsiConsole Console(bool isTerminal, int width, TextWriter output) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = isTerminal ? AnsiSupport.Yes : AnsiSupport.No,
        ColorSystem = isTerminal ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
        Interactive = isTerminal ? InteractionSupport.Yes : InteractionSupport.No,
        Out = new Output(output, isTerminal, width),
    });

    private sealed class CountingWriter : StringWriter
    {
        public int Writes { get; private set; }

        public override void Write(string? value)
        {
            Writes++;
            base.Write(value);
        }
    }

    private sealed class Output(TextWriter writer, bool isTerminal, int width) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => isTerminal;

        public int Width => width;

        public int Height => 25;

        public void SetEncoding(Encoding encoding)
        {
        }
    }
}
