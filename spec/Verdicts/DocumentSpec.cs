using System.Globalization;
using System.Text.RegularExpressions;
using Reproduction.Claims;
using Reproduction.Report;
using Reproduction.Spec.Evidence;

namespace Reproduction.Spec.Verdicts;

/// <summary>
/// docs/batch-normalization.md: its figures are those of the stored results, its code that of the sources, its links lead somewhere.
/// </summary>
[EveryClaim]
public sealed class DocumentSpec
{
    private const string Document = "docs/batch-normalization.md";

    private static string Read(string path) => File.ReadAllText(Path.Combine(StoredEvidence.Root, path));

    [Test]
    public void The_document_is_in_step() =>
        StoredEvidence.MustBeInStep(
            Document, new DocumentTemplate(StoredEvidence.Portable, Read).Expand(Read("docs/batch-normalization.template.md")));

    [Test]
    public void The_first_page_states_the_measured_lead() =>
        Read("README.md").Should().Contain(new DocumentTemplate(StoredEvidence.Portable, Read)
            .Expand("validates at {{mean val_accuracy bn32}} instead of {{mean val_accuracy plain32}}"));

    /// <summary>
    /// README shows what the program prints for the pair at batch size 32: the figures of the portable engine's approved histories.
    /// </summary>
    [TestCase("bn")]
    [TestCase("plain")]
    public void The_first_page_shows_the_approved_figures(string network)
    {
        var shown = Read("README.md")
            .Split('\n')
            .Select(line => string.Join(' ', line.Split('│', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))
            .ToList();
        var last = ApprovedHistory.Read(Read($"snapshots/mnist-{network}-batch32-rate0.01-seed1-portable.verified.txt"))!.Rows[^1];

        Metric.All.Select(metric => string.Create(CultureInfo.InvariantCulture, $"{metric.Name} {metric.Of(last):F4} "))
            .Should().OnlyContain(figure => shown.Exists(line => line.Contains(figure, StringComparison.Ordinal)));
    }

    [Test]
    public void Every_claim_it_points_to_is_one_and_every_theory_claim_is_pointed_to()
    {
        var links = Regex.Matches(Read(Document), @"CLAIMS\.md#(?<id>[a-z]\d+)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))
            .Select(match => match.Groups["id"].Value.ToUpperInvariant())
            .Distinct(StringComparer.Ordinal)
            .ToList();

        links.Should().BeSubsetOf(Rule.All.Select(rule => rule.Claim.Id));
        links.Should().Contain(Rule.All.Select(rule => rule.Claim.Id).Where(id => id.StartsWith('T')));
    }

    [Test]
    public void Every_file_it_points_to_is_there() =>
        Regex.Matches(Read(Document), @"\]\(\.\./(?<path>[\w./-]+)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))
            .Select(match => match.Groups["path"].Value).Distinct(StringComparer.Ordinal)
            .Should().OnlyContain(path => File.Exists(Path.Combine(StoredEvidence.Root, path))).And.HaveCountGreaterThan(3);
}
