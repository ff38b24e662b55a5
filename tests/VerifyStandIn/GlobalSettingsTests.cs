using System.Collections;
using System.Globalization;
using DiffEngine;
using Reproduction.VerifyStandIn;

namespace Reproduction.VerifyStandInTests;

/// <summary>What verifications leave behind for each other, and how a build server is told.</summary>
internal sealed class GlobalSettingsTests
{
    [Test]
    public async Task Settings_come_before_the_first_verification()
    {
        using var bench = new Workbench();
        bench.Global.ThrowIfVerifyHasRun();
        await Workbench.FailureOf(bench.Verify("x", test: Workbench.Test(typeof(NamingTests.Nested), "M")));
        await Workbench.FailureOf(bench.Verify("y"));

        FluentActions.Invoking(() => Api(bench.Global)).Should().Throw<Exception>().WithMessage(
            "The API '*' must be called prior to any Verify has run. Usually this is done in a [ModuleInitializer]. " +
            "Verify run by: NamingTests.Nested.M");
    }

    [Test]
    public async Task A_prefix_serves_one_verification()
    {
        using var bench = new Workbench();
        bench.Approve("P.M.verified.txt", "x");
        bench.Approve("P.M2.verified.txt", "x");
        Target[] targets = [new("txt", "x")];

        await bench.VerifyOnce(targets);
        await bench.VerifyOnce(targets, test: Workbench.Test(typeof(P), nameof(P.M2)));
        var again = await Workbench.Caught(bench.VerifyOnce(targets));

        again.GetType().Should().Be<Exception>();
        again.Message.Should().StartWith(
            $"The prefix has already been used: {bench.PathOf("P.M")}. This is mostly caused one of the following:");
        await bench.VerifyOnce(targets, s => s.DisableRequireUniquePrefix());
    }

    [Test]
    public async Task A_prefix_is_used_by_a_verification_that_failed_too()
    {
        using var bench = new Workbench();
        await Workbench.FailureOf(bench.VerifyOnce([new("txt", "x")]));

        var again = await Workbench.Caught(bench.VerifyOnce([new("svg", "x")]));

        again.Message.Should().StartWith("The prefix has already been used");
        bench.Files.Should().Equal(["P.M.received.txt"], "the first failure's file stays");
    }

    [Test]
    public async Task Prefixes_that_differ_in_case_are_two()
    {
        using var bench = new Workbench();
        bench.Approve("x.verified.txt", "");
        bench.Approve("X.verified.txt", "");

        await bench.VerifyOnce([new("txt", "")], s => s.UseFileName("x"));
        await bench.VerifyOnce([new("txt", "")], s => s.UseFileName("X"));
    }

    [TestCase("GITHUB_ACTION", "x", true)]
    [TestCase("JENKINS_URL", "x", true)]
    [TestCase("GITLAB_CI", "x", true)]
    [TestCase("APPVEYOR", "x", true)]
    [TestCase("TEAMCITY_VERSION", "x", true)]
    [TestCase("TRAVIS_BUILD_ID", "x", true)]
    [TestCase("BITBUCKET_BUILD_NUMBER", "x", true)]
    [TestCase("GO_SERVER_URL", "x", true)]
    [TestCase("TF_BUILD", "True", true)]
    [TestCase("TF_BUILD", "true", true)]
    [TestCase("TF_BUILD", "False", false)]
    [TestCase("DOTNET_RUNNING_IN_CONTAINER", "true", true)]
    [TestCase("DOTNET_RUNNING_IN_CONTAINER", "false", false)]
    [TestCase("BuildRunner", "MyGet", true)]
    [TestCase("BuildRunner", "x", false)]
    [TestCase("CI", "true", false)]
    [TestCase("GITHUB_ACTIONS", "true", false)]
    [TestCase("CIRCLECI", "true", false)]
    [TestCase("BUILDKITE", "true", false)]
    [TestCase("CODEBUILD_BUILD_ID", "x", false)]
    [TestCase("CONTINUOUS_INTEGRATION", "true", false)]
    public void A_build_server_is_told_by_its_variables(string name, string value, bool detected) =>
        BuildServerDetector.Detects(new Hashtable { [name] = value }).Should().Be(detected);

    [Test]
    public async Task A_failure_reads_the_same_in_Germany()
    {
        using var bench = new Workbench();
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            var message = await Workbench.FailureOf(bench.Verify("1.5", test: Workbench.Test(typeof(P), nameof(P.With), 1.5, 2)));

            message.Should().Contain("P.With_a=1.5_b=2.received.txt");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static void Api(GlobalSettings global) => global.ThrowIfVerifyHasRun();
}
