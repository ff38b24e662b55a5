using System.Collections.Immutable;
using System.Text.Json;
using Reproduction.Claims;
using Reproduction.Data;
using Reproduction.Ensembles;

namespace Reproduction.Cli;

/// <summary>What was asked of <c>reproduce verdict</c>.</summary>
internal sealed record VerdictOptions
{
    /// <summary>The claims; none for all of them.</summary>
    public ImmutableArray<string> Ids { get; init; } = [];

    /// <summary>A folder of results, or a file.</summary>
    public required string ResultsPath { get; init; }

    /// <summary>Whether the grids that the rules name are trained first, into <see cref="OutputFolder"/>, and decided by alone.</summary>
    public bool Train { get; init; }

    /// <summary>Where the grids' files are.</summary>
    public required string GridsFolder { get; init; }

    public required string OutputFolder { get; init; }

    public bool IsJson { get; init; }

    /// <summary>The engine whose runs decide; null for the one that the results have.</summary>
    public string? EngineName { get; init; }

    public DatasetOptions Data { get; init; } = new();

    public EngineOptions Engine { get; init; } = new();
}

/// <summary>From a doubt to a verdict: claims, their rules, the figures, the decisions.</summary>
internal sealed class VerdictRun(CommandContext context)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Trains where that is asked for, reads, decides, prints.</summary>
    /// <returns><see cref="ExitCode.Success"/> where every decision is the expected one, <see cref="ExitCode.Failure"/> where one is not.</returns>
    public int Run(VerdictOptions options)
    {
        var known = Rule.All.Select(rule => rule.Claim).ToList();
        var unknown = options.Ids.FirstOrDefault(id => !known.Exists(claim => claim.Id == id));
        if (unknown is not null)
        {
            return context.Fail(
                $"there is no claim '{unknown}'; there are {string.Join(", ", known.Select(claim => claim.Id))}.", ExitCode.InvalidOptions);
        }

        var chosen = known.Where(claim => options.Ids.IsEmpty || options.Ids.Contains(claim.Id, StringComparer.Ordinal)).ToList();
        if (options.Data.Dataset == DatasetChoice.Idx)
        {
            return context.Fail(
                "claims are about MNIST; --dataset takes auto, mnist, fashion-mnist or, to try the command, sample here.", ExitCode.InvalidOptions);
        }

        var grids = chosen.SelectMany(claim => claim.Grids).Distinct(StringComparer.Ordinal).ToList();
        if (options.Train && Train(grids, options) is var code and not ExitCode.Success)
        {
            return code;
        }

        EvidenceRuns runs;
        try
        {
            var stored = grids.Count == 0
                ? new([], [])
                : StoredResults.Load(options.Train ? options.OutputFolder : options.ResultsPath, context.Cancellation);
            foreach (var notice in stored.Notices)
            {
                context.Note(notice);
            }

            runs = EvidenceRuns.Select(stored.Runs, DatasetName(options.Data.Dataset, stored.Runs), options.EngineName);
        }
        catch (DataException exception)
        {
            return context.Fail($"{(options.Train ? "--output" : "--results")} {exception.Message}", ExitCode.InvalidOptions);
        }

        var verdicts = context.Interruptible(() => Rule.Decide(runs)).Where(verdict => chosen.Contains(verdict.Claim)).ToList();
        if (options.IsJson)
        {
            context.Lines.WriteLine(
                JsonSerializer.Serialize(
                    new
                    {
                        dataset = runs.DatasetName,
                        runs = runs.Conditions,
                        leftAside = runs.LeftAside,
                        verdicts = verdicts.Select(verdict => Shape(verdict, Rerun(verdict.Claim, runs))),
                    },
                    Json));
        }
        else
        {
            Print(verdicts, runs, grids.Count > 0);
        }

        return verdicts.TrueForAll(verdict => verdict.IsExpected) ? ExitCode.Success : ExitCode.Failure;
    }

    /// <summary>The data set that was named; where none was, MNIST, unless the runs are of Fashion-MNIST and none of MNIST.</summary>
    private static string DatasetName(DatasetChoice choice, IReadOnlyList<RunRecord> runs)
    {
        bool Has(string name) => runs.Any(run => run.DatasetName == name);
        return choice switch
        {
            DatasetChoice.Sample => Dataset.SampleName,
            DatasetChoice.FashionMnist => Dataset.FashionMnistName,
            DatasetChoice.Auto when Has(Dataset.FashionMnistName) && !Has(Dataset.MnistName) => Dataset.FashionMnistName,
            _ => Dataset.MnistName,
        };
    }

    private static string Rerun(Claim claim, EvidenceRuns runs) =>
        claim.Rerun + (runs.DatasetName == Dataset.MnistName || claim.Grids.IsEmpty ? string.Empty : $" --dataset {runs.DatasetName}");

    private int Train(List<string> grids, VerdictOptions options)
    {
        if (new ResultFiles(options.OutputFolder).WhyNotWritable() is { } reason)
        {
            return context.Fail($"--output {options.OutputFolder} cannot be written to: {reason}", ExitCode.InvalidOptions);
        }

        // All before the first is trained: a name that leads nowhere is not to be found out hours later.
        var read = grids.Select(grid => (Name: grid, Grid: GridFile.Read(Path.Combine(options.GridsFolder, $"{grid}.grid.json")))).ToList();
        foreach (var (grid, runs) in read)
        {
            var exitCode = new EnsembleTraining(options.IsJson ? context.OnErrorOutput() : context).Run(new()
            {
                Grid = runs,
                ResultsPath = Path.Combine(options.OutputFolder, $"{grid}.jsonl"),
                Data = options.Data,
                Engine = options.Engine,
                IsQuiet = options.IsJson,
            });
            if (exitCode != ExitCode.Success)
            {
                return exitCode;
            }

            if (!options.IsJson)
            {
                context.WriteLine(string.Empty);
            }
        }

        return ExitCode.Success;
    }

    private void Print(List<Verdict> verdicts, EvidenceRuns runs, bool needRuns)
    {
        var isMnist = runs.DatasetName == Dataset.MnistName;
        if (needRuns)
        {
            Line("Runs", runs.Conditions);
            foreach (var aside in runs.LeftAside)
            {
                Line("Left aside", aside);
            }

            context.WriteLine(string.Empty);
        }

        foreach (var verdict in verdicts)
        {
            var (claim, finding) = verdict;
            Line(claim.Id, claim.Statement);
            Line("Verdict", $"{Wording.Of(finding.Decision)}, {Expected(verdict, isMnist || claim.Grids.IsEmpty ? string.Empty : " on mnist")}");
            Line("In short", finding.Headline);
            Line(
                "Published",
                isMnist || claim.Published.Length == 0 ? claim.Published : $"{claim.Published} On MNIST; not applied to {runs.DatasetName}.");
            Line("Refuted by", claim.Refutation);
            foreach (var effect in finding.Effects)
            {
                Line("Figure", $"{effect.Name}: {effect}");
            }

            Line("Found", finding.Evidence);
            Line("Scope", finding.Scope);
            Line("Rerun", Rerun(claim, runs));
            context.WriteLine(string.Empty);
        }

        void Line(string label, string text)
        {
            if (text.Length > 0)
            {
                context.WriteLabelled(label, text, labelWidth: 12);
            }
        }
    }

    private static string Expected(Verdict verdict, string where) =>
        verdict.IsExpected ? $"as expected{where}"
        : $"expected{where} was {Wording.Of(verdict.Claim.Expected)}"
            + (verdict.Decision == verdict.Claim.Expected ? ", by runs that decide" : string.Empty);

    /// <summary>JSON has no NaN and no infinity.</summary>
    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;

    private static object Shape(Verdict verdict, string rerun) => new
    {
        id = verdict.Claim.Id,
        statement = verdict.Claim.Statement,
        published = verdict.Claim.Published,
        refutedBy = verdict.Claim.Refutation,
        decision = Wording.Of(verdict.Decision),
        expected = Wording.Of(verdict.Claim.Expected),
        isExpected = verdict.IsExpected,
        headline = verdict.Finding.Headline,
        evidence = verdict.Finding.Evidence,
        scope = verdict.Finding.Scope,
        effects = verdict.Finding.Effects.Select(effect =>
            new
            {
                name = effect.Name,
                estimate = Finite(effect.Estimate),
                low = Finite(effect.Interval?.Low),
                high = Finite(effect.Interval?.High),
                n = effect.Count,
                p = Finite(effect.PValue),
            }),
        cells = verdict.Finding.Cells.Select(cell => new { name = cell.Name, n = cell.Count }),
        rerun,
    };
}
