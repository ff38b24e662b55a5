using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Reproduction.Claims;
using Reproduction.Report.Page;

namespace Reproduction.Report;

/// <summary>The pages that verdicts are read on: CLAIMS.md, and the table in README.md. Every word about a claim is its rule's.</summary>
public static class ClaimsPage
{
    private const string Begin = "<!-- verdicts: generated, not edited by hand -->\n";
    private const string End = "<!-- end of verdicts -->";

    /// <summary>CLAIMS.md: Markdown, lines end in \n.</summary>
    /// <param name="verdicts">One for each claim.</param>
    /// <param name="runs">The runs that they were decided from.</param>
    /// <param name="elsewhere">The runs on Fashion-MNIST, decided by the same rules; null for a page without them.</param>
    public static string Of(IReadOnlyList<Verdict> verdicts, EvidenceRuns runs, EvidenceRuns? elsewhere = null)
    {
        ArgumentNullException.ThrowIfNull(verdicts);
        ArgumentNullException.ThrowIfNull(runs);
        var there = (elsewhere is null ? [] : Rule.Decide(elsewhere)).Where(IsDecidedByRuns)
            .ToDictionary(verdict => verdict.Claim.Id, StringComparer.Ordinal);
        var text = new StringBuilder($"""
            # Claims and verdicts

            A notebook trained a small network on MNIST with and without batch normalization (BN), at three batch sizes, and drew conclusions.
            This page holds each claim against stored runs and against independent references, and says what was found and where.
            It is generated from the [stored results](results/README.md) by the [rules](src/Claims/Rules), and a spec keeps it in step; it is not edited by hand.

            Runs: {Markup.EscapeMarkdown(runs.Conditions)}.


            """.ReplaceLineEndings("\n"));
        text.Append(new Table(
            [
                new("Claim", IsMarkdown: true), new("What it says"), new("Verdict", IsMarkdown: true), new("In short"),
                .. elsewhere is null ? [] : new Column[] { new("Fashion-MNIST", IsMarkdown: true) },
            ],
            [
                .. verdicts.Select(verdict => ImmutableArray.Create(
                [
                    Link(verdict.Claim.Id, string.Empty), verdict.Claim.Statement, Words(verdict), verdict.Finding.Headline,
                    .. elsewhere is null ? [] : new[] { there.GetValueOrDefault(verdict.Claim.Id) is { } other ? Words(other) : "-" },
                ])),
            ]).ToMarkdown());
        if (elsewhere is not null)
        {
            text.Append('\n').Append(Elsewhere(verdicts, there, elsewhere)).Append('\n');
        }

        foreach (var (claim, finding) in verdicts)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"\n<a id=\"{claim.Id.ToLowerInvariant()}\"></a>\n\n## {claim.Id}: {Markup.EscapeMarkdown(claim.Statement.TrimEnd('.'))}\n\n");
            Paragraph("Published: ", claim.Published);
            Paragraph("Refuted by: ", claim.Refutation);
            text.Append(CultureInfo.InvariantCulture, $"**{Capital(Wording.Of(finding.Decision))}.** {Markup.EscapeMarkdown(finding.Evidence)}\n\n");
            Paragraph("Scope: ", finding.Scope);
            Paragraph(
                "Fashion-MNIST: ",
                there.GetValueOrDefault(claim.Id) is { } other ? $"{Wording.Of(other.Decision)}. {other.Finding.Evidence}" : string.Empty);
            text.Append(CultureInfo.InvariantCulture, $"Rerun: {Markup.MarkdownCode(claim.Rerun)}\n");
        }

        return text.Append($"""

            ## How it was decided

            - A rule reads one selection of runs: one data set by its hash, one engine in one version; a mixture is refused. Left aside here: {Aside(runs)}.
            - Comparisons are paired by seed: equal seeds share shuffles and, where shapes allow, initial kernels. The tests of all rules are one family of paired t-tests and sign tests on two
              sides, so that the contrary of a claim is found as easily as the claim; {Wording.Percent(Family.Alpha)} for all of them together (Holm's correction). d_z is the mean difference in standard deviations of the
              differences. Simulated worlds in which nothing differs hold the stated rate ([test](tests/Claims/FamilyTests.cs)).
            - Outside of the family, each with what it is worth: the signs of leads over learning rates (1 % for the rates of one claim together); that a difference is smaller than a stated
              bound (its 95 % interval, each on its own: 2.5 % at either end); whether seeds spread alike (the p of Levene's test, as it is).
            - The {PublishedPlaces.Count} published figures have an error rate of their own, {Wording.Percent(PublishedPlaces.ErrorRate)} together (Bonferroni): a figure's z is its distance from our mean, beyond what its printing hides, in standard
              deviations of one more run (Student's prediction); its percentile is its rank among our seeds.
            - "Trains" means a validation accuracy of 0.9 or more after ten epochs, 0.8 on Fashion-MNIST: a little below what a linear classifier reaches. Counts of runs that train are counts, with intervals by Clopper and Pearson, and no tests; the number of
              settings that train for each seed is paired by seed, and in the family. Every cell of a sweep has the same seeds, at least five. Thresholds were set before the runs of E1 to E6 and after those of T8 to T10; what other thresholds change is said there.
            - An interval without a p belongs to no test. Fewer than five seeds decide nothing.
            - `make report` draws the same as a page with charts.

            """.ReplaceLineEndings("\n")).ToString();

        void Paragraph(string label, string content)
        {
            if (content.Length > 0)
            {
                text.Append(label).Append(Markup.EscapeMarkdown(content)).Append("\n\n");
            }
        }
    }

    /// <summary>A text with the table of verdicts between its markers made anew.</summary>
    /// <exception cref="FormatException">The markers are not there.</exception>
    public static string InReadme(string readme, IReadOnlyList<Verdict> verdicts)
    {
        ArgumentNullException.ThrowIfNull(readme);
        ArgumentNullException.ThrowIfNull(verdicts);
        var (begin, end) = (readme.IndexOf(Begin, StringComparison.Ordinal), readme.IndexOf(End, StringComparison.Ordinal));
        if (begin < 0 || end < begin)
        {
            throw new FormatException($"the markers '{Begin.Trim()}' and '{End}' are missing, between which the verdicts stand");
        }

        // What was added to the assignment has no notebook to be compared with; it is told each time.
        bool IsPlain(Verdict verdict) => verdict.Decision == Decision.Reproduced && verdict.Claim.Id[0] != 'E';
        var plain = verdicts.Where(IsPlain).GroupBy(verdict => verdict.Claim.Id[0]).Select(group => $"{group.Count()} on {Part(group.Key)}").ToList();
        List<ImmutableArray<string>> rows =
        [
            .. verdicts.Where(verdict => !IsPlain(verdict)).OrderBy(verdict => verdict.Decision == Decision.Refuted ? 0 : 1)
                .Select(verdict =>
                    ImmutableArray.Create(
                        $"{Link(verdict.Claim.Id, "CLAIMS.md")} {Markup.EscapeMarkdown(verdict.Claim.Statement)}",
                        Words(verdict),
                        verdict.Finding.Headline)),
        ];
        if (plain.Count > 0)
        {
            rows.Add([$"[The others](CLAIMS.md): {string.Join(", ", plain)}", "reproduced", "as claimed, each with its scope"]);
        }

        var table = new Table([new("Claim", IsMarkdown: true), new("Verdict", IsMarkdown: true), new("In short")], [.. rows]);
        return readme[..(begin + Begin.Length)] + table.ToMarkdown() + readme[end..];
    }

    /// <summary>Whether a verdict says something about the runs' data: there were the runs for it, and not specs decide it.</summary>
    private static bool IsDecidedByRuns(Verdict verdict) => !verdict.Claim.Grids.IsEmpty && verdict.Finding.AreRunsFit;

    /// <summary>What the runs on the other data set decide otherwise, in a paragraph.</summary>
    private static string Elsewhere(IReadOnlyList<Verdict> verdicts, Dictionary<string, Verdict> there, EvidenceRuns runs)
    {
        var both = verdicts.Where(verdict => there.ContainsKey(verdict.Claim.Id))
            .Select(verdict => (Here: verdict, There: there[verdict.Claim.Id]))
            .ToList();
        var others = both.Where(pair => pair.Here.Decision != pair.There.Decision)
            .Select(pair => $"{Link(pair.Here.Claim.Id, string.Empty)} is {Wording.Of(pair.There.Decision)} there "
                + $"and {Wording.Of(pair.Here.Decision)} here "
                + $"({Markup.EscapeMarkdown(pair.There.Finding.Headline)})")
            .ToList();
        var otherwise = others.Count == 0 ? string.Empty : $" {string.Join("; ", others)}.";
        return FormattableString.Invariant($"On Fashion-MNIST ({Markup.EscapeMarkdown(runs.Conditions)}) the same rules decide {both.Count} claims, ")
            + FormattableString.Invariant(
                $"{both.Count - others.Count} of them as on MNIST.{otherwise} Figures published of MNIST are not applied there: ")
            + "a claim about one is decided by its direction. A dash: specs decide the claim, or it was not run there.\n";
    }

    private static string Part(char letter) => letter switch { 'T' => "the theory", 'I' => "the implementation", _ => "batch size" };

    private static string Link(string id, string page) => $"[{id}]({page}#{id.ToLowerInvariant()})";

    private static string Words(Verdict verdict) => verdict.Decision == Decision.Reproduced ? "reproduced" : $"**{Wording.Of(verdict.Decision)}**";

    private static string Capital(string words) => char.ToUpperInvariant(words[0]) + words[1..];

    private static string Aside(EvidenceRuns runs) => runs.LeftAside.IsEmpty ? "nothing" : Markup.EscapeMarkdown(string.Join("; ", runs.LeftAside));
}
