using System.Runtime.Versioning;
using Reproduction.Claims;
using Reproduction.Data;

namespace Reproduction.Tests.Build;

/// <summary>Scripts that have found nothing to do must not look as if they had done it.</summary>
[Platform(Exclude = "Win")]
[UnsupportedOSPlatform("windows")]
public sealed class ScriptTests
{
    private static readonly string[] Planting =
    [
        "build/planted-regressions.sh",
        "build/mutate.sh",
        "build/faults.sh",
        "build/regressions.txt",
        "build/mutants.txt",
    ];

    [TestCase("B33")]
    [TestCase("b3")]
    [TestCase("B3|TestCategory=B4")]
    [TestCase(".*")]
    public void The_specs_of_a_claim_that_is_none_are_an_error_of_one_line(string claim)
    {
        using var script = new Script("build/spec.sh", "spec/Question3_BatchSize/B03_Is_32_best.cs");

        var (exitCode, output, error) = script.Run("build/spec.sh \"$CLAIM\"", variables: ("CLAIM", claim));

        (exitCode, output).Should().Be((2, string.Empty));
        error.Should().Be($"spec: no spec belongs to claim '{claim}'; CLAIMS.md lists the claims (CLAIM=B3).\n");
    }

    [Test]
    public void The_specs_of_every_claim_are_found()
    {
        var specs = Directory.GetFiles(Path.Combine(Checkout.Folder, "spec"), "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Checkout.Folder, path));
        using var script = new Script(["build/spec.sh", .. specs]);
        script.StandIn("dotnet", "echo \"$@\"");

        foreach (var claim in Rule.All.Select(rule => rule.Claim))
        {
            var (exitCode, output, error) = script.Run($"build/spec.sh {claim.Id}");

            (exitCode, error).Should().Be((0, string.Empty));
            output.Should().Contain($"--filter TestCategory={claim.Id} ").And.Contain("TreatNoTestsAsError=true");
        }
    }

    [TestCase("build/planted-regressions.sh")]
    [TestCase("build/mutate.sh")]
    public void A_pattern_that_chooses_no_fault_is_an_error(string name)
    {
        using var script = new Script(Planting);

        var (exitCode, output, error) = script.Run(name, variables: ("ONLY", "no such fault"));

        (exitCode, output).Should().Be((2, string.Empty));
        error.Should().Contain("has 'no such fault' in its name; nothing was planted.").And.EndWith("\n");
    }

    [Test]
    public void Regressions_are_not_planted_without_MNIST([Values("", "epsilon")] string only)
    {
        using var script = new Script(Planting);

        // The program builds, and says as reproduce does that there is no MNIST; any command of it fails with code 1, as an alarm does.
        script.StandIn("dotnet", "[ \"$1\" = build ] && exit 0; echo 'reproduce: MNIST was not found.' >&2; exit 1");
        script.Run("git init -q . && git add .").ExitCode.Should().Be(0);

        var (exitCode, output, error) = script.Run("build/planted-regressions.sh", variables: ("ONLY", only));

        exitCode.Should().Be(1);
        error.Should().Be("planted: MNIST is needed, and is not here: reproduce: MNIST was not found.\n");
        output.Should().NotContain("not found");
    }

    private static readonly string?[] Yes = ["1", "true", "TRUE", "yes", "on", "woodpecker", " true "];
    private static readonly string?[] No = [null, "", "0", "false", "False", "no", "off", " false "];

    [TestCaseSource(nameof(Yes))]
    public void A_switch_that_is_on_says_yes_in_the_program_and_in_the_scripts(string? value) => Switch(value).Should().Be((true, true));

    [TestCaseSource(nameof(No))]
    public void A_switch_that_is_off_says_no_in_the_program_and_in_the_scripts(string? value) => Switch(value).Should().Be((false, false));

    [Test]
    public void Every_target_has_one_line_of_help_that_no_terminal_breaks()
    {
        using var script = new Script("Makefile");

        var (exitCode, output, _) = script.Run("make --silent help");

        exitCode.Should().Be(0);
        output.Split('\n').Should().OnlyContain(line => line.Length <= 80);
        var makefile = File.ReadAllText(Path.Combine(Checkout.Folder, "Makefile")).Replace("\\\n", string.Empty, StringComparison.Ordinal);
        var targets = makefile.Split('\n')
            .First(line => line.StartsWith(".PHONY:", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[2..];
        targets.Should().HaveCountGreaterThan(20);
        foreach (var target in targets)
        {
            output.Should().MatchRegex($"(?m)^  make {target} +[a-z]");
        }
    }

    private static (bool Program, bool Script) Switch(string? value)
    {
        using var script = new Script("build/switches.sh");
        var (exitCode, _, error) = script.Run(". build/switches.sh; is_on SWITCH", variables: value is null ? [] : [("SWITCH", value)]);
        error.Should().BeEmpty();
        return (EnvironmentSwitch.IsOn(value), exitCode == 0);
    }
}
