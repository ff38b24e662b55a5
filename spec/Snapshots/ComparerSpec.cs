using System.Globalization;
using Reproduction.Claims;

namespace Reproduction.Spec.Snapshots;

/// <summary>
/// What the comparer of approved texts makes of a text that is not the approved one: every case but two must fail, and those two must not be silent.
/// </summary>
[Claim("I8")]
[Claim("B1")]
[Claim("B2")]
public sealed class ComparerSpec
{
    private static readonly HistorySnapshot Torch = SnapshotCatalogue.Sample[0];

    private static readonly HistorySnapshot Portable =
        SnapshotCatalogue.Portable.Single(one => one.Recipe == Torch.Recipe && one.Dataset == Torch.Dataset);

    private static IEnumerable<TestCaseData> OtherTexts()
    {
        yield return Case("torch, another hash", Torch, OtherHash, passes: true, "all figures are equal, the parameters' hash differs");
        yield return Case("torch, within tolerance", Torch, text => OtherHash(Moved(text, 0.9)), passes: true, "1 figure differs; the largest");
        yield return Case("torch, beyond it", Torch, text => OtherHash(Moved(text, 1.1)), passes: false, "1 of 40 figures moved beyond");
        yield return Case("torch, a loss that is no number", Torch, text => Replaced(text, FinalLoss(text), "     NaN"), passes: false, "worse");
        yield return Case("torch, another rate", Torch, text => Replaced(text, "rate 0.01", "rate 0.02"), passes: false, "learning rate 0.02");
        yield return Case("torch, an epoch less", Torch, WithoutLastEpoch, passes: false, "9 rows");
        yield return Case("portable, another hash", Portable, OtherHash, passes: false, "No figure moved");
        yield return Case("portable, a last digit", Portable, text => OtherHash(Moved(text, by: 1e-6)), passes: false, "1 of 40 figures moved");
        yield return Case("no history", Torch, _ => "something else", passes: false, "this one is compared exactly");

        static TestCaseData Case(string name, HistorySnapshot snapshot, Func<string, string> change, bool passes, string said) =>
            new TestCaseData(snapshot, change, passes, said).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(OtherTexts))]
    public void Another_text_than_the_approved_one_fails_or_is_warned_of(
        HistorySnapshot snapshot, Func<string, string> change, bool passes, string said)
    {
        var approved = File.ReadAllText(Path.Combine(SnapshotCatalogue.Folder, $"{snapshot.Name}.verified.txt"));
        using var warnings = new StringWriter(CultureInfo.InvariantCulture);

        var result = ModuleInitializer.Compare(change(approved), approved, TestContext.CurrentContext.Test, warnings);

        change(approved).Should().NotBe(approved);
        result.IsEqual.Should().Be(passes, "{0}", result.Message);
        (passes ? warnings.ToString() : result.Message).Should().Contain(said).And.Contain("dotnet test spec --filter");
        (passes ? result.Message : warnings.ToString()).Should().BeNullOrEmpty();
    }

    private static string OtherHash(string text)
    {
        var position = text.IndexOf(ApprovedHistory.HashLabel, StringComparison.Ordinal) + ApprovedHistory.HashLabel.Length;
        return $"{text[..position]}{(text[position] == '0' ? '1' : '0')}{text[(position + 1)..]}";
    }

    /// <summary>The validation loss after the last epoch, moved by a share of its tolerance, or by a number.</summary>
    private static string Moved(string text, double share = 0, double by = 0)
    {
        var approved = ApprovedHistory.Read(text)!;
        var moved = approved.Rows[^1].Validation.Loss + (share * Tolerances.Of(approved)[2].ToleranceAfter(10)) + by;
        return Replaced(text, FinalLoss(text), moved.ToString("F6", CultureInfo.InvariantCulture));
    }

    private static string FinalLoss(string text) =>
        ApprovedHistory.Read(text)!.Rows[^1].Validation.Loss.ToString("F6", CultureInfo.InvariantCulture);

    private static string WithoutLastEpoch(string text) =>
        string.Join('\n', text.Split('\n').Where(line => !line.StartsWith("   10 ", StringComparison.Ordinal)));

    private static string Replaced(string text, string old, string with) => text.Replace(old, with, StringComparison.Ordinal);
}
