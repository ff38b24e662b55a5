using DiffEngine;

namespace Reproduction.VerifyStandInTests;

/// <summary>From the call to the task.</summary>
internal sealed class SettingsTaskTests
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
    public void Chaining_passes_every_argument_on()
    {
        StringCompare compare = (_, _, _) => Task.FromResult(CompareResult.Equal);
        var settings = new SettingsTask(null, Done).UseStringComparer(compare, "txt", "csv").AutoVerify(throwException: true).CurrentSettings;

        settings.FindComparer("txt").Should().BeSameAs(compare);
        settings.FindComparer("csv").Should().BeSameAs(compare);
        settings.FindComparer("svg").Should().BeNull();
        settings.ThrowWhenAccepted.Should().BeTrue();

        BuildServerDetector.Detected = true;
        new SettingsTask(null, Done).AutoVerify(includeBuildServer: false).CurrentSettings.AcceptIf.Should().BeNull();
        new SettingsTask(null, Done).AutoVerify(_ => true, includeBuildServer: false).CurrentSettings.AcceptIf.Should().BeNull();
        new SettingsTask(null, Done).AutoVerify(_ => true, throwException: true).CurrentSettings.ThrowWhenAccepted.Should().BeTrue();
        BuildServerDetector.Detected = false;
        new SettingsTask(null, Done).AutoVerify(includeBuildServer: false).CurrentSettings.AcceptIf!("x").Should().BeTrue();
    }

    [Test]
    public void A_verification_leaves_the_test_s_synchronization_context()
    {
        var before = SynchronizationContext.Current;
        try
        {
            SynchronizationContext.SetSynchronizationContext(new SynchronizationContext());
            var seen = SynchronizationContext.Current;

            new SettingsTask(null, settings =>
            {
                seen = SynchronizationContext.Current;
                return Done(settings);
            }).ToTask().IsCompletedSuccessfully.Should().BeTrue();

            seen.Should().BeNull();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    private static Task<VerifyResult> Done(VerifySettings settings) => Task.FromResult(new VerifyResult([], target: null));
}
