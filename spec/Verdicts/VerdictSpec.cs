using System.Collections.Immutable;
using Reproduction.Claims;
using Reproduction.Report;
using Reproduction.Spec.Evidence;

namespace Reproduction.Spec.Verdicts;

/// <summary>
/// The verdicts that follow from the stored runs are those that each rule's file expects, so that a surprise in either direction fails; pages say the
/// same.
/// </summary>
public sealed class VerdictSpec
{
    private static IEnumerable<TestCaseData> Claims() => Rule.All.Select(rule => Case(rule.Claim.Id));

    private static readonly string[] OfTheNotebooksRuns = ["I4", "I5", "I6", "I7", "I8", "B1", "B2", "B3"];

    /// <summary>TorchSharp has trained the notebook's four runs, and decides those claims that need no more.</summary>
    private static IEnumerable<TestCaseData> ClaimsOfTheNotebooksRuns() => OfTheNotebooksRuns.Select(Case);

    private static IEnumerable<TestCaseData> ClaimsOfSweeps() =>
        Rule.All.Select(rule => rule.Claim)
            .Where(claim => !claim.Grids.IsEmpty && !OfTheNotebooksRuns.Contains(claim.Id))
            .Select(claim => Case(claim.Id));

    /// <summary>What the runs on Fashion-MNIST decide, by the same rules; every other claim was not run there, or cannot be about it.</summary>
    private static readonly ImmutableDictionary<string, Decision> OnFashion = ImmutableDictionary.CreateRange(StringComparer.Ordinal,
    [
        KeyValuePair.Create("T7", Decision.WithinLimits),
        KeyValuePair.Create("T8", Decision.WithinLimits),
        KeyValuePair.Create("I4", Decision.Reproduced),
        KeyValuePair.Create("I5", Decision.Reproduced),
        KeyValuePair.Create("I6", Decision.Reproduced),
        KeyValuePair.Create("I7", Decision.Reproduced),
        KeyValuePair.Create("B3", Decision.Undecided),
    ]);

    private static IEnumerable<TestCaseData> ClaimsOfRuns() =>
        Rule.All.Where(rule => !rule.Claim.Grids.IsEmpty).Select(rule => Case(rule.Claim.Id));

    private static TestCaseData Case(string id) => new TestCaseData(id).SetArgDisplayNames(id).SetProperty("Claim", id).SetCategory(id);

    [TestCaseSource(nameof(Claims))]
    public void The_stored_runs_decide_as_expected(string id)
    {
        var verdict = StoredEvidence.Of(id);

        verdict.Decision.Should().Be(verdict.Claim.Expected, "{0}: {1} {2}", id, verdict.Finding.Evidence, verdict.Finding.Scope);
    }

    [TestCaseSource(nameof(ClaimsOfTheNotebooksRuns))]
    public void The_other_engines_runs_come_to_the_same_verdict(string id)
    {
        var other = Rule.Decide(StoredEvidence.Torch).Single(verdict => verdict.Claim.Id == id);

        other.Decision.Should().Be(StoredEvidence.Of(id).Decision, other.Finding.Evidence);
        other.Decision.Should().NotBe(Decision.Undecided);
    }

    /// <summary>
    /// TorchSharp has trained no sweep over rates, scales, sizes, steps or momenta: the same rules leave those claims open, and say what is missing.
    /// </summary>
    [TestCaseSource(nameof(ClaimsOfSweeps))]
    public void The_other_engines_runs_leave_open_what_a_sweep_decides(string id)
    {
        var other = Rule.Decide(StoredEvidence.Torch).Single(verdict => verdict.Claim.Id == id);

        other.Decision.Should().Be(Decision.Undecided, other.Finding.Evidence);
        other.Finding.Evidence.Should().ContainAny("missing", "none without");
    }

    [TestCaseSource(nameof(ClaimsOfRuns))]
    public void The_runs_on_Fashion_MNIST_decide_as_is_stated(string id)
    {
        var there = Rule.Decide(StoredEvidence.Fashion).Single(verdict => verdict.Claim.Id == id);

        there.Finding.AreRunsFit.Should().Be(OnFashion.ContainsKey(id), there.Finding.Evidence);
        there.Decision.Should().Be(OnFashion.GetValueOrDefault(id, Decision.Undecided), there.Finding.Evidence);
    }

    /// <summary>One engine decides, never a mixture, and the page says what was left aside.</summary>
    [Test]
    [EveryClaim]
    public void CLAIMS_md_is_decided_by_the_portable_engine_and_names_the_runs_left_aside()
    {
        StoredEvidence.Portable.Runs.Should().OnlyContain(run => run.Engine == "portable");
        StoredEvidence.Torch.Runs.Should().OnlyContain(run => run.Engine == "torch").And.HaveCount(4 * StoredEvidence.TorchSeeds);
        StoredEvidence.Fashion.Runs.Should().OnlyContain(run => run.Engine == "portable" && run.DatasetName == "fashion-mnist").And.NotBeEmpty();
        Page().Should().Contain(
            $"Left aside here: {StoredEvidence.Fashion.Runs.Length} runs by portable on fashion-mnist; {4 * StoredEvidence.TorchSeeds} runs by torch "
                + "on mnist.");
    }

    [Test]
    [EveryClaim]
    public void CLAIMS_md_is_in_step() => StoredEvidence.MustBeInStep("CLAIMS.md", Page());

    [Test]
    [EveryClaim]
    public void The_table_of_verdicts_in_README_md_is_in_step() =>
        StoredEvidence.MustBeInStep(
            "README.md", ClaimsPage.InReadme(File.ReadAllText(Path.Combine(StoredEvidence.Root, "README.md")), StoredEvidence.Verdicts));

    private static string Page() => ClaimsPage.Of(StoredEvidence.Verdicts, StoredEvidence.Portable, StoredEvidence.Fashion);
}
