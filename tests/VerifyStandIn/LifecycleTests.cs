using System.Text;

namespace Reproduction.VerifyStandInTests;

/// <summary>What one verification does to its folder.</summary>
internal sealed class LifecycleTests
{
    [Test]
    public async Task The_folder_is_made()
    {
        using var bench = new Workbench();

        await Workbench.FailureOf(bench.Verify("x", s => s.UseDirectory("a/b")));

        File.Exists(bench.PathOf("a/b/P.M.received.txt")).Should().BeTrue();
    }

    [Test]
    public async Task A_new_text_is_received_and_fails()
    {
        using var bench = new Workbench();

        await Workbench.FailureOf(bench.Verify("x"));

        bench.Files.Should().Equal("P.M.received.txt");
        bench.Read("P.M.received.txt").Should().Be("x");
    }

    [Test]
    public async Task A_different_text_is_received_beside_the_verified_one()
    {
        using var bench = new Workbench();
        bench.Approve("P.M.verified.txt", "old");

        await Workbench.FailureOf(bench.Verify("new"));

        bench.Files.Should().Equal("P.M.received.txt", "P.M.verified.txt");
        bench.Read("P.M.received.txt").Should().Be("new");
        bench.Read("P.M.verified.txt").Should().Be("old");
    }

    [Test]
    public async Task An_equal_text_passes_and_leaves_nothing()
    {
        using var bench = new Workbench();
        bench.Approve("P.M.verified.txt", "x");

        var result = await bench.Verify("x");

        bench.Files.Should().Equal("P.M.verified.txt");
        result.Files.Should().Equal(bench.PathOf("P.M.verified.txt"));
        result.TextFiles.Should().Equal(result.Files);
        result.Text.Should().Be("x");
    }

    [Test]
    public async Task Accepting_is_renaming()
    {
        using var bench = new Workbench();
        await Workbench.FailureOf(bench.Verify("x\ny"));

        File.Move(bench.PathOf("P.M.received.txt"), bench.PathOf("P.M.verified.txt"));

        await bench.Verify("x\ny");
    }

    [Test]
    public async Task Received_files_of_the_last_run_go_those_of_others_stay()
    {
        using var bench = new Workbench();
        bench.Approve("P.M.verified.txt", "x");
        foreach (var name in new[] { "P.M.received.txt", "P.M.received.svg", "P.M#00.received.txt", "P.M2.received.txt", "P.M_a=1.received.txt" })
        {
            await File.WriteAllTextAsync(bench.PathOf(name), "old", Encoding.UTF8);
        }

        await bench.Verify("x");

        bench.Files.Should().Equal("P.M.verified.txt", "P.M2.received.txt", "P.M_a=1.received.txt");
    }

    [TestCase("P.M.verified.svg")]
    [TestCase("P.M#00.verified.txt")]
    [TestCase("P.M#name.verified.txt")]
    public async Task A_verified_file_without_a_target_fails(string stale)
    {
        using var bench = new Workbench();
        bench.Approve("P.M.verified.txt", "x");
        bench.Approve(stale, "y");

        var message = await Workbench.FailureOf(bench.Verify("x"));

        message.Should().Contain($"Delete:\n  - {stale}\n");
        bench.Files.Should().Contain(stale);
    }

    [TestCase("P.M2.verified.txt")]
    [TestCase("P.M_a=1.verified.txt")]
    [TestCase("P.Mx#00.verified.txt")]
    [TestCase("OP.M.verified.txt")]
    public async Task A_verified_file_of_another_test_is_not_stale(string other)
    {
        using var bench = new Workbench();
        bench.Approve("P.M.verified.txt", "x");
        bench.Approve(other, "y");

        await bench.Verify("x");
    }
}
