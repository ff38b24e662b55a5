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
            output.Should().Contain($"--filter TestCategory={claim.Id}&").And.Contain("TreatNoTestsAsError=true");
        }
    }

    [TestCase("build/planted-regressions.sh")]
    [TestCase("build/mutate.sh")]
    public void A_pattern_that_chooses_no_fault_is_an_error(string name)
    {
        using var script = new Script(Planting);

        var (exitCode, output, error) = script.Run(name, variables: ("ONLY", "no such fault"));

        (exitCode, output).Should().Be((2, string.Empty));
        error.Should().Contain("has 'no such fault' in its name or its file's; nothing was planted.").And.EndWith("\n");
    }

    /// <summary>A list of faults of every kind, and a dotnet that finds each as its planted text says.</summary>
    private static Script WithFaults(string whenTested = "")
    {
        var script = new Script("build/mutate.sh", "build/faults.sh");
        script.StandIn("timeout", "shift; exec \"$@\"");
        script.StandIn("dotnet", $$"""
            if [ "$1" = build ]; then
                grep -q nonsense src/Data/A.cs && { echo "A.cs(1,1): error CS1002: ; expected [A.csproj]"; exit 1; }
                exit 0
            fi
            {{whenTested}}
            grep -q wrong src/Data/A.cs && { echo '  Failed A_test [1 ms]'; echo 'Failed!  - Failed: 1'; exit 1; }
            grep -q fatal src/Data/A.cs && { echo 'The active test run was aborted. Reason: Test host process crashed'; exit 1; }
            echo 'Passed!  - Failed: 0, Passed: 3'
            """);
        (string Name, string Search, string Replace)[] faults =
        [
            ("an error", "one", "wrong"), ("an end", "one", "fatal"), ("no program", "one", "nonsense"), ("nowhere", "three", "four"),
            ("a survivor", "two", "2"),
        ];
        var list = string.Join("\n\n", faults.Select(fault => $"{fault.Name}\nsrc/Data/A.cs\n{fault.Search}\n{fault.Replace}"));
        var checkout = $"mkdir -p src/Data temporary && printf 'one\ntwo\n' >src/Data/A.cs && echo '{list}' >build/mutants.txt";
        script.Run($"{checkout} && git init -q . && git add build src").ExitCode.Should().Be(0);
        return script;
    }

    [Test]
    public void A_planted_fault_is_killed_crashes_survives_or_is_no_fault_and_a_table_says_so()
    {
        using var script = WithFaults();

        var (exitCode, output, error) = script.Run(
            "build/mutate.sh; code=$?; ls temporary; cat src/Data/A.cs; exit $code", variables: ("TMPDIR", script.Folder + "/temporary"));

        (exitCode, error).Should().Be((1, string.Empty));
        output.Should().MatchRegex("an error +killed +[0-9]+ s  1 red: A_test\n").And.MatchRegex("an end +crashed .*Test host process crashed\n");
        output.Should().MatchRegex(@"\| all +\| +5 \| +1 \| +1 \| +1 \| +2 \|").And.EndWith(
            "- BROKEN: no program (src/Data/A.cs): it does not compile: error CS1002: ; expected \n"
            + "- BROKEN: nowhere (src/Data/A.cs): its place is not found in src/Data/A.cs\n- SURVIVED: a survivor (src/Data/A.cs)\none\ntwo\n");
    }

    [TestCase("an error")]
    [TestCase("an end")]
    public void A_fault_that_is_found_is_no_failure(string name)
    {
        using var script = WithFaults();

        script.Run("build/mutate.sh", variables: ("ONLY", name)).ExitCode.Should().Be(0);
    }

    [Test]
    public void Specs_that_are_red_without_a_fault_are_said_before_anything_is_planted()
    {
        using var script = WithFaults("echo '  Failed B_spec [1 ms]'; exit 1");

        var (exitCode, output, _) = script.Run("build/mutate.sh");

        exitCode.Should().Be(1);
        output.Should().EndWith("  Failed B_spec [1 ms]\nmutate: the slow specs fail without any fault.\n");
    }

    [Test]
    public void Who_stops_the_planting_is_obeyed_at_once_and_finds_nothing_left()
    {
        using var script = WithFaults("echo $$ >\"$HOME/started\"; exec sleep 50");

        var (exitCode, output, _) = script.Run(
            """
            build/mutate.sh & until [ -s started ]; do sleep 0.05; done; kill -TERM $!; wait $!; code=$?; ls temporary
            for _ in $(seq 100); do kill -0 "$(cat started)" 2>/dev/null || exit $code; sleep 0.05; done; echo "The tests go on."
            """,
            variables: ("TMPDIR", script.Folder + "/temporary"));

        exitCode.Should().Be(128 + 15);
        output.Should().Be("building the product, and running its specs and tests, without a fault ...\n");
    }

    /// <summary>A project with three mutants, one of which is killed: Stryker is a script that says so.</summary>
    private static (int ExitCode, string Output, string Error) Stryker(string list, string projects = "Data")
    {
        using var script = new Script("build/stryker.sh", "build/faults.sh");
        if (script.Run("command -v jq").ExitCode != 0)
        {
            Assert.Ignore("jq, which reads Stryker's report, is not on this machine.");
        }

        script.StandIn("dotnet", "exit 0");
        var report = """
            {"files": {"/copy/src/Data/A.cs": {"source": "one\n  two  2;\nthree", "mutants": [
              {"status": "Killed", "replacement": "1", "location": {"start": {"line": 1}}},
              {"status": "Survived", "replacement": "0", "location": {"start": {"line": 2}}},
              {"status": "NoCoverage", "replacement": "", "location": {"start": {"line": 3}}},
              {"status": "Ignored", "replacement": "", "location": {"start": {"line": 3}}}]}}}
            """;
        return script.Run(
            $$"""
            mkdir -p src/Data tests out/stryker; echo '{{report}}' >report.json; printf '%s\n' '{{list}}' >build/survivors.txt
            echo '<ItemGroup>' >tests/Tests.csproj; echo out >.gitignore; git init -q .; git add .
            cat >out/stryker/dotnet-stryker <<'END'
            #!/bin/sh
            while [ $# -gt 1 ]; do [ "$1" = --output ] && to=$2; shift; done
            grep -q '<ItemGroup><ProjectReference Include="../src/Data/Data.csproj" />' Tests.csproj && mkdir -p "$to" && cp ../report.json "$to"
            END
            chmod +x out/stryker/dotnet-stryker; build/stryker.sh
            """,
            variables: ("PROJECTS", projects));
    }

    [Test]
    public void What_survives_Stryker_is_explained_or_an_error()
    {
        const string Explained = "src/Data/A.cs\ntwo 2;\n0\nIt is the same number.";

        var (exitCode, output, error) = Stryker(Explained);

        (exitCode, error).Should().Be((1, string.Empty));
        output.Should().MatchRegex(@"\| Data +\| +3 \| +1 \| +2 \| +1 \| +33 % \|").And.EndWith("\n- src/Data/A.cs: `three` with `(nothing)`\n");
        Stryker($"# both\n{Explained}\n\nsrc/Data/A.cs\nthree\n(nothing)\nNobody calls it.").ExitCode.Should().Be(0);
        Stryker("src/Data/B.cs\ntwo 2;\n0\nIt is of another file.").Output.Should().Contain("- src/Data/A.cs: `two 2;` with `0`\n");
    }

    [Test]
    public void Stryker_is_not_run_on_a_project_that_is_none()
    {
        var (exitCode, output, error) = Stryker(string.Empty, "Data Dates");

        (exitCode, output, error).Should().Be((2, string.Empty, "stryker: there is no src/Dates.\n"));
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
