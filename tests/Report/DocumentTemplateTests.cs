using Reproduction.Claims;
using Reproduction.Ensembles;
using Reproduction.Report;
using Reproduction.Tests.Claims;

namespace Reproduction.Tests.Report;

/// <summary>Tokens become figures and code; what is no token is refused with its line.</summary>
public sealed class DocumentTemplateTests
{
    private static readonly DocumentTemplate Template = new(
        EvidenceRuns.Select(Runs()),
        path => path == "src/X.cs" ? "class X\n{\n    int A;\n\n        int B;\n}\n" : throw new FormatException($"there is no {path}"));

    /// <summary>With BN 0.9, 0.92 and 0.94, without 0.8, 0.81 and 0.82; in ghost batches of 16 0.94, of the third seed alone.</summary>
    private static IEnumerable<RunRecord> Runs() => SyntheticRuns.Of(3).Where(run => run.Recipe.BatchSize == 32)
        .SelectMany(run => run.Recipe is { HasBatchNormalization: true, Seed: 3 }
            ? new[] { run, run with { Recipe = run.Recipe with { Network = new() { BatchNormalization = new() { GhostBatchSize = 16 } } } } }
            : [run])
        .Select(run =>
            run.WithFinal(row => row with
            {
                Validation = new(0.5, run.Recipe.HasBatchNormalization ? 0.88 + (0.02 * run.Recipe.Seed) : 0.79 + (0.01 * run.Recipe.Seed)),
            }));

    [TestCase("a {{mean val_accuracy bn32}} b", ExpectedResult = "a 0.9200 b")]
    [TestCase("{{mean val_accuracy plain32}}, {{seeds bn32}}", ExpectedResult = "0.8100, 3")]
    [TestCase("{{mean val_accuracy bn32/16}}, {{seeds bn32/16}}", ExpectedResult = "0.9400, 1")]
    [TestCase("{{deviation val_accuracy bn32}}", ExpectedResult = "0.0200")]
    [TestCase("{{levene val_accuracy bn32 plain32}}", ExpectedResult = "0.422")]
    [TestCase("{{difference val_accuracy bn32 plain32}}", ExpectedResult = "+0.1100")]
    [TestCase("{{interval val_accuracy bn32 plain32}}", ExpectedResult = "+0.0852 to +0.1348")]
    [TestCase("{{headline T9}}: {{headline T1}}", ExpectedResult = "runs are missing: the batch's own statistics")]
    [TestCase("{{total bn}} {{trainable bn}} {{total plain}}", ExpectedResult = "268,210 267,410 266,610")]
    [TestCase("{{code src/X.cs | int A | int B}}", ExpectedResult = "```csharp\nint A;\n\n    int B;\n```")]
    [TestCase(
        "![{{seeds bn32}} \"seeds\"](pictures/a{,-narrow}.svg)",
        ExpectedResult = "<picture>\n  <source media=\"(max-width: 600px)\" srcset=\"pictures/a-narrow.svg\">\n"
            + "  <img src=\"pictures/a.svg\" alt=\"3 &quot;seeds&quot;\">\n</picture>")]
    [TestCase("![a picture](pictures/a.svg)", ExpectedResult = "![a picture](pictures/a.svg)")]
    [TestCase("no token { } {{", ExpectedResult = "no token { } {{")]
    public string A_token_becomes_its_value(string template) => Template.Expand(template);

    [TestCase("{{mean val_accuracy bn64}}")]
    [TestCase("{{mean val_accuracy bn}}")]
    [TestCase("{{mean val_accuracy bn32/8}}")]
    [TestCase("{{mean speed bn32}}")]
    [TestCase("{{mean val_accuracy ln32}}")]
    [TestCase("{{headline T99}}")]
    [TestCase("{{median val_accuracy bn32}}")]
    [TestCase("{{seeds bn64}}")]
    [TestCase("{{difference val_accuracy bn32 bn64}}")]
    [TestCase("{{code src/X.cs | int C | int B}}")]
    [TestCase("{{code src/X.cs | int B | int A}}")]
    [TestCase("{{code src/Y.cs | int A | int B}}")]
    public void What_is_no_token_is_refused_with_its_line(string token)
    {
        var expanding = () => Template.Expand("first\r\n" + token + "\n");

        expanding.Should().Throw<FormatException>().WithMessage($"Line 2: {token} has no value: *");
    }
}
