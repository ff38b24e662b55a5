using Reproduction.Claims;
using Reproduction.Ensembles;
using Reproduction.Report.Page;
using Reproduction.Training;

namespace Reproduction.Tests.Report.Page;

/// <summary>Whatever a folder of results holds, its charts and tables are drawn, without an exception and without a figure that is none.</summary>
public sealed class UnusualRunsTests
{
    private static IEnumerable<TestCaseData> Selections()
    {
        TestCaseData Case(string name, IEnumerable<RunRecord> runs) => new TestCaseData(runs).SetArgDisplayNames(name);
        RunRecord Figures(RunRecord run, double loss, double accuracy) =>
            run with { Epochs = [.. run.Epochs.Select(row => new EpochMetrics(row.Epoch, new(loss, accuracy), new(loss, accuracy)))] };
        var notebook = SyntheticRuns.Notebook(3).ToList();
        yield return Case("none", []);
        yield return Case("one", notebook.Take(1));
        yield return Case("one that failed", [SyntheticRuns.Failed(new())]);
        yield return Case("all failed", notebook.Select(run => SyntheticRuns.Failed(run.Recipe)));
        yield return Case(
            "all of one kind failed", notebook.Select(run => run.Recipe.HasBatchNormalization ? run : SyntheticRuns.Failed(run.Recipe)));
        yield return Case("constant", notebook.Select(run => Figures(run, 0.5, 0.5)));
        yield return Case("losses of zero", notebook.Select(run => Figures(run, 0, 1)));
        yield return Case("losses of 1e308", notebook.Select(run => Figures(run, 1e308, 0)));
        yield return Case("the smallest loss", notebook.Select(run => Figures(run, double.Epsilon, 0)));
        yield return Case(
            "losses from the smallest to the largest", notebook.Select(run => Figures(run, run.Recipe.Seed == 1 ? double.Epsilon : 1e308, 0)));
        yield return Case("without batch 16", notebook.Where(run => run.Recipe.BatchSize != 16));
        yield return Case("one epoch", notebook.Select(run => SyntheticRuns.Run(run.Recipe with { Epochs = 1 })));
        yield return Case("the map alone", SyntheticRuns.RatesAndScales([0.1, 1], [0.1, 1], 1));
        yield return Case(
            "the map alone, all failed", SyntheticRuns.RatesAndScales([0.1, 1], [0.1, 1], 1).Select(run => SyntheticRuns.Failed(run.Recipe)));
        yield return Case("extreme rates and scales", SyntheticRuns.RatesAndScales([1e-300, 1, 1e300], [0, 1e-300, 1e300], 1));
        yield return Case("batch sizes alone", SyntheticRuns.BatchSizes([1, int.MaxValue], 1));
        yield return Case(
            "batch sizes alone, all failed", SyntheticRuns.BatchSizes([1, int.MaxValue], 1).Select(run => SyntheticRuns.Failed(run.Recipe)));
        yield return Case("without machine and time", notebook.Select(run => run with { Machine = null, WallTime = null }));
        yield return Case(
            "another network",
            notebook.Select(run => run with { Recipe = run.Recipe with { Network = run.Recipe.Network with { HiddenSizes = [7] } } }));
        yield return Case(
            "no hidden layer",
            notebook.Select(run => run with { Recipe = run.Recipe with { Network = run.Recipe.Network with { HiddenSizes = [] } } }));
    }

    [TestCaseSource(nameof(Selections))]
    public void A_page_is_made_of_any_runs(IEnumerable<RunRecord> runs)
    {
        var content = new ReportContent { Verdicts = [], Runs = [.. runs], Published = Published.Load() };

        foreach (var page in new[] { ReportPage.Html(content), ReportPage.Markdown(content) })
        {
            new[] { "NaN", "Infinity", "∞" }.SelectMany(text => page.Split('\n').Where(line => line.Contains(text, StringComparison.Ordinal)).Take(1))
                .Should().BeEmpty();
        }
    }
}
