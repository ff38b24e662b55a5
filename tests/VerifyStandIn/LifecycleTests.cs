using System.Text;

namespace Reproduction.VerifyStandInTests;

/// <summary>From the call to the task, and what one run does to the folder.</summary>
internal sealed class LifecycleTests
{
    [Test]
    public async Task Nothing_runs_until_it_is_awaited_and_then_once()
    {
        var runs = 0;
        var verification = new SettingsTask(null, _ =>
        {
            runs++;
            return Done(null!);
        });
        runs.Should().Be(0);

        await verification;
        await verification.ToTask();
        await verification.ConfigureAwait(false);
        Task<VerifyResult> converted = verification;

        await converted;
        runs.Should().Be(1);
    }

    [Test]
    public void A_task_that_runs_can_not_be_modified()
    {
        var verification = new SettingsTask(null, Done);
        _ = verification.ToTask();

        FluentActions.Invoking(() => verification.UseFileName("x")).Should().Throw<Exception>().WithMessage(
            "This SettingsTask instance has already been converted to a Task and can no longer be modified. " +
            "Conversion to a Task occurs either through awaiting the instance or calling ToTask.");
    }

    [Test]
    public async Task Settings_are_copied_at_the_call()
    {
        var settings = new VerifySettings();
        settings.UseDirectory("one");
        settings.Context["k"] = 1;
        VerifySettings? seen = null;
        var verification = new SettingsTask(settings, current =>
        {
            seen = current;
            return Done(current);
        });

        settings.UseDirectory("two");
        settings.Context["k"] = 2;
        await verification.UseMethodName("chained");

        seen!.Directory.Should().Be("one");
        seen.Context["k"].Should().Be(1);
        seen.MethodName.Should().Be("chained");
        settings.MethodName.Should().BeNull();
    }

    [Test]
    public void A_copy_has_every_setting_of_its_original()
    {
        var original = new VerifySettings();
        original.UseDirectory("d");
        original.UseTypeName("t");
        original.UseMethodName("m");
        original.UseParameters(1, 2);
        original.UseStringComparer((_, _, _) => Task.FromResult(CompareResult.Equal));
        original.UseStringComparer((_, _, _) => Task.FromResult(CompareResult.NotEqual()), "svg");
        original.AutoVerify(throwException: true);
        original.DisableRequireUniquePrefix();
        original.DisableScrubbers();

        var copy = new VerifySettings(original);

        copy.Should().BeEquivalentTo(original, o => o.IncludingInternalProperties());
        foreach (var extension in new[] { "svg", "txt" })
        {
            copy.FindComparer(extension).Should().BeSameAs(original.FindComparer(extension));
        }

        var file = new VerifySettings();
        file.UseFileName("f");
        file.UseTextForParameters("p");
        new VerifySettings(file).Should().BeEquivalentTo(file, o => o.IncludingInternalProperties());
    }

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

    private static Task<VerifyResult> Done(VerifySettings settings) => Task.FromResult(new VerifyResult([], target: null));
}
