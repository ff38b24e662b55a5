using Reproduction.Cli;
using Reproduction.Data;
using Reproduction.Networks;
using Reproduction.Tests.Data;
using Spectre.Console;

namespace Reproduction.Tests.Cli;

/// <summary>Other data sets than MNIST through the whole program, and how a download is set.</summary>
public sealed class DatasetOptionTests
{
    [Test]
    public void Anybodys_data_are_trained_on_under_their_name_and_never_as_MNIST()
    {
        using var temp = new TempFolder();
        WriteIdx(temp.Path);
        string[] data = ["--dataset", "idx", "--data", temp.Path, "--name", "Three letters", "--engine", "portable"];

        var (exitCode, output, error) = Run(["--batch-sizes", "10", "--epochs", "1", "--output", temp["out"], .. data]);

        (exitCode, error).Should().Be((0, string.Empty));
        foreach (var text in new[] { output, File.ReadAllText(temp["out", "summary.md"]), File.ReadAllText(temp["out", "learning-curves.svg"]) })
        {
            text.Should().Contain("Three letters").And.NotContain("on MNIST").And.NotContain("Notebook").And.NotContain("Difference")
                .And.NotContain("0.9772");
        }

        output.Should().Contain("220 training and 20 validation images");
        File.ReadAllText(temp["out", "summary.md"]).Should().Contain("Network 6-300-100-3").And.Contain("cannot be compared with the notebook's");
        File.ReadAllLines(temp["out", "histories.csv"])[1].Should().StartWith("Three letters,true,10,");
    }

    [Test]
    public void Stored_runs_carry_the_name_the_hash_and_the_shape()
    {
        using var temp = new TempFolder();
        WriteIdx(temp.Path);
        string[] data = ["--dataset", "idx", "--data", temp.Path, "--name", "Three letters"];

        Run(["data", .. data]).Output.Should().Contain("Three letters: 220 training and 20 validation images, from " + temp.Path);
        var hash = Run(["data", .. data]).Output.Split('\n').Single(line => line.StartsWith("SHA-256 ", StringComparison.Ordinal))[8..];
        var (exitCode, _, error) = Run(
        [
            "ensemble", "--seeds", "1", "--batch-sizes", "10", "--epochs", "1", "--results", temp["runs.jsonl"], .. data,
        ]);

        (exitCode, error).Should().Be((0, string.Empty));
        File.ReadAllLines(temp["runs.jsonl"]).Should().HaveCount(2).And.OnlyContain(line =>
            line.Contains("\"dataset\":\"Three letters\"") && line.Contains($"\"datasetSha256\":\"{hash}\"") && line.Contains("\"inputSize\":6,")
                && line.Contains("\"classCount\":3,"));
    }

    [TestCase("--dataset idx needs --data", "--dataset", "idx")]
    [TestCase("--dataset idx needs --data", "--dataset", "idx", "--data", "/")]
    [TestCase("--dataset idx needs --data", "--dataset", "idx", "--name", "a")]
    [TestCase("--name goes with --dataset idx alone", "--name", "a")]
    [TestCase("--name goes with --dataset idx alone", "--dataset", "fashion-mnist", "--name", "a")]
    [TestCase("--name: 'MNIST' is the name of a known data set", "--dataset", "idx", "--data", "/", "--name", "MNIST")]
    [TestCase("takes auto, mnist, sample, fashion-mnist, idx", "--dataset", "fashionmnist")]
    [TestCase("--mirror takes an address that begins with http", "--mirror", "ftp://example.org/")]
    [TestCase("--mirror takes an address that begins with http", "--mirror", "mnist")]
    [TestCase("--connect-timeout takes seconds, more than 0", "--connect-timeout", "0")]
    [TestCase("--stall-timeout takes seconds, more than 0", "--stall-timeout", "NaN")]
    [TestCase("--file-timeout takes seconds, more than 0", "--file-timeout", "1,5")]
    public void Options_that_cannot_be_followed_get_one_line(string expected, params string[] arguments)
    {
        var (exitCode, output, error) = Run(["data", .. arguments]);

        (exitCode, output).Should().Be((2, string.Empty));
        error.Should().StartWith("reproduce: ").And.Contain(expected);
        error.TrimEnd('\n').Should().NotContain("\n");
    }

    [Test]
    public void Fashion_MNIST_that_is_nowhere_is_an_error_that_names_it_and_its_places()
    {
        using var temp = new TempFolder();
        var search = new DatasetLocatorOptions { CacheFolder = temp["cache"], Files = TinyMnist.Files };

        var (exitCode, _, error) = Run(search, ["data", "--dataset", "fashion-mnist", "--no-download"]);

        // Where Debian's package is installed, it is found.
        if (!Directory.Exists(DatasetFiles.FashionMnist.InstalledFolder))
        {
            exitCode.Should().Be(1);
            error.Should().StartWith("reproduce: Fashion-MNIST was not found; put its four files").And.Contain("FASHION_MNIST_DIR")
                .And.Contain("\n  " + temp["cache", "fashion-mnist"]);
        }
        else
        {
            (exitCode, error).Should().Be((0, string.Empty));
        }
    }

    [Test]
    public void A_mirror_of_ones_own_is_the_only_one_asked()
    {
        using var temp = new TempFolder();
        using var mirror = LoopbackServer.WithTinyMnist();
        var search = new DatasetLocatorOptions
        {
            CacheFolder = temp["cache"],
            Files = TinyMnist.Files,
            AllowDownload = true,
            Download = new() { UseProxy = false },
        };
        var address = mirror.Uri.ToString().TrimEnd('/');

        var (exitCode, output, error) = Run(search, ["data", "--dataset", "mnist", "--mirror", address]);

        (exitCode, error).Should().Be((0, string.Empty));
        output.Should().Contain("MNIST: 250 training and 50 validation images");
        mirror.Requests.Should().HaveCount(4);
    }

    [Test]
    public void Variables_set_a_download_and_options_overrule_them()
    {
        var variables = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            [DownloadSettings.MirrorVariable] = "http://a.example/x https://b.example/y/",
            [DownloadSettings.ConnectTimeoutVariable] = "0.5",
            [DownloadSettings.StallTimeoutVariable] = "",
        };

        var options = new DownloadSettings { FileTimeout = "7" }.With(new(), name => variables.GetValueOrDefault(name));
        var overruled = new DownloadSettings { Mirrors = "http://c.example" }.With(new(), name => variables.GetValueOrDefault(name));
        var wrong = () => new DownloadSettings().With(new(), name => name == DownloadSettings.StallTimeoutVariable ? "soon" : null);

        options.Mirrors!.Select(mirror => mirror.ToString()).Should().Equal("http://a.example/x/", "https://b.example/y/");
        (options.ConnectTimeout.TotalSeconds, options.StallTimeout.TotalSeconds, options.FileTimeout.TotalSeconds).Should().Be((0.5, 15, 7));
        overruled.Mirrors!.Select(mirror => mirror.ToString()).Should().Equal("http://c.example/");
        wrong.Should().Throw<InvalidConfigurationException>()
            .WithMessage("REPRODUCE_STALL_TIMEOUT takes seconds, more than 0 and up to 86400; received 'soon'.");
    }

    private static (int ExitCode, string Output, string Error) Run(params string[] arguments) => Run(new() { AllowDownload = false }, arguments);

    private static (int ExitCode, string Output, string Error) Run(DatasetLocatorOptions search, string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var console = AnsiConsole.Create(new()
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = 100;
        return (new Application(console, error, search, CancellationToken.None).Run(arguments), output.ToString(), error.ToString());
    }

    private static void WriteIdx(string folder)
    {
        static byte[] Images(int count) => TinyMnist.Idx([.. Enumerable.Range(0, count * 6).Select(i => (byte)(i * 37))], count, 2, 3);
        static byte[] Labels(int count) => TinyMnist.Idx([.. Enumerable.Range(0, count).Select(i => (byte)(i % 3))], count);
        foreach (var (name, content) in new[]
        {
            ("train-images-idx3", Images(240)),
            ("train-labels-idx1", Labels(240)),
            ("t10k-images-idx3", Images(20)),
            ("t10k-labels-idx1", Labels(20)),
        })
        {
            File.WriteAllBytes(Path.Combine(folder, name + "-ubyte"), content);
        }
    }
}
