using DiffEngine;

namespace Reproduction.VerifyStandInTests;

/// <summary>What is accepted without being looked at.</summary>
internal sealed class AutoVerifyTests
{
    private static readonly Target[] Targets = [new("txt", "same"), new("csv", "new"), new("svg", "new")];

    [TestCase(true)]
    [TestCase(false)]
    public async Task All_is_accepted(bool global)
    {
        using var bench = new Workbench();
        Prepare(bench);

        var result = await Run(bench, global, throwException: false);

        bench.Files.Should().Equal("P.M.verified.csv", "P.M.verified.svg", "P.M.verified.txt");
        bench.Read("P.M.verified.csv").Should().Be("new");
        bench.Read("P.M.verified.svg").Should().Be("new");
        result.Files.Select(path => Path.GetFileName(path)).Should().Equal("P.M.verified.txt", "P.M.verified.csv", "P.M.verified.svg");
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task All_is_accepted_and_the_test_fails_where_that_is_asked_for(bool global)
    {
        using var bench = new Workbench();
        Prepare(bench);

        var message = await Workbench.FailureOf(Run(bench, global, throwException: true));

        message.Should().Contain("New:\n").And.Contain("NotEqual:\n").And.Contain("Delete:\n");
        bench.Files.Should().Equal("P.M.verified.csv", "P.M.verified.svg", "P.M.verified.txt");

        await Run(bench, global, throwException: true);
    }

    [TestCase("P.M.verified.json", "P.M.received.csv P.M.received.svg P.M.verified.svg P.M.verified.txt")]
    [TestCase("P.M.verified.csv", "P.M.received.svg P.M.verified.csv P.M.verified.json P.M.verified.svg P.M.verified.txt")]
    [TestCase("P.M.verified.svg", "P.M.received.csv P.M.verified.json P.M.verified.svg P.M.verified.txt")]
    public async Task A_file_can_be_accepted_alone_and_the_rest_fails(string accepted, string files)
    {
        using var bench = new Workbench();
        Prepare(bench);
        var asked = new List<string>();

        await Workbench.FailureOf(bench.Verify(Targets, s => s.AutoVerify(path =>
        {
            asked.Add(path);
            return string.Equals(path, bench.PathOf(accepted), StringComparison.Ordinal);
        })));

        bench.Files.Should().Equal(files.Split(' '));
        asked.Should().Equal(new[] { "P.M.verified.json", "P.M.verified.csv", "P.M.verified.svg" }.Select(bench.PathOf), "stale, new, not equal");
    }

    [Test]
    public async Task The_global_delegate_is_told_of_the_test_and_wins()
    {
        using var bench = new Workbench();
        var told = new List<string>();
        bench.Global.AutoVerify((type, method, path) =>
        {
            told.AddRange([type, method, path]);
            return false;
        }, includeBuildServer: true, throwException: false);

        await Workbench.FailureOf(bench.Verify("x", s =>
        {
            s.AutoVerify();
            s.UseFileName("f");
        }));

        told.Should().Equal("P", "M", bench.PathOf("f.verified.txt"));
    }

    [TestCase(true, true, true)]
    [TestCase(true, false, false)]
    [TestCase(false, true, true)]
    [TestCase(false, false, true)]
    public async Task A_build_server_can_be_left_out(bool detected, bool included, bool accepts)
    {
        BuildServerDetector.Detected = detected;
        foreach (var global in new[] { true, false })
        {
            using var bench = new Workbench();
            var run = Run(bench, global, throwException: false, included);

            if (accepts)
            {
                await run;
            }
            else
            {
                await Workbench.FailureOf(run);
            }
        }
    }

    [TestCase(true, new[] { "P.M.received.csv", "P.M.received.svg" })]
    [TestCase(false, new string[0])]
    public async Task On_a_build_server_a_test_carries_what_it_received(bool detected, string[] attached)
    {
        BuildServerDetector.Detected = detected;
        using var bench = new Workbench();
        Prepare(bench);

        await Workbench.FailureOf(bench.Verify(Targets));

        bench.Attached.Should().Equal(attached.Select(bench.PathOf));
    }

    private static void Prepare(Workbench bench)
    {
        bench.Approve("P.M.verified.txt", "same");
        bench.Approve("P.M.verified.svg", "old");
        bench.Approve("P.M.verified.json", "stale");
    }

    private static Task<VerifyResult> Run(Workbench bench, bool global, bool throwException, bool includeBuildServer = true)
    {
        if (global)
        {
            bench.Global.AutoVerify((_, _, _) => true, includeBuildServer, throwException);
            return bench.Verify(Targets);
        }

        return bench.Verify(Targets, s => s.AutoVerify(includeBuildServer, throwException));
    }
}
