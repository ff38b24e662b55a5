using Reproduction.Claims;
using Reproduction.Ensembles;

namespace Reproduction.Report.Page;

/// <summary>Everything that the report shows. The page is a function of it: no clock, no folder and no culture has a part in it.</summary>
public sealed record ReportContent
{
    /// <summary>The headline.</summary>
    public string Title { get; init; } = "Batch normalization: the evidence";

    /// <summary>What a reader has to know before the first table: what was run, and when if that matters. Plain text, one paragraph.</summary>
    public string Introduction { get; init; } =
        "A notebook trained a small network on MNIST with and without batch normalization (BN) and drew conclusions. "
        + "Here each of its claims is held against many seeds.";

    /// <summary>The verdicts, in any order; the page follows the catalogue's.</summary>
    public required IReadOnlyList<Verdict> Verdicts { get; init; }

    /// <summary>All runs, in any order, failed ones too; each section takes those that belong to it.</summary>
    public required IReadOnlyList<RunRecord> Runs { get; init; }

    /// <summary>The notebook's figures.</summary>
    public required Published Published { get; init; }

    /// <summary>How each section is repeated.</summary>
    public ReportCommands Commands { get; init; } = new();
}

/// <summary>The precise commands that repeat the sections; null where there is none to state.</summary>
public sealed record ReportCommands
{
    /// <summary>The notebook's four runs; by default those of seed 1, which the program trains without further options.</summary>
    public string? NotebookRuns { get; init; } =
        "dotnet run --project src/Cli --configuration Release -- --batch-sizes 32,64,16 --learning-rate 0.01 --epochs 10 --seed 1";

    /// <summary>The grid of learning rates and initial scales.</summary>
    public string? RatesAndScales { get; init; }

    /// <summary>The batch sizes.</summary>
    public string? BatchSizes { get; init; }

    /// <summary>The depths.</summary>
    public string? Depth { get; init; }

    /// <summary>This page, from the stored runs.</summary>
    public string? Page { get; init; }
}
