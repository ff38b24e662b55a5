using Reproduction.Data;

namespace Reproduction.Tests.Data;

/// <summary>The search in a made-up checkout: temp/checkout with the solution, temp/shared beside it, temp/cache.</summary>
public sealed class DatasetLocatorTests
{
    private TempFolder temp = null!;
    private DatasetLocatorOptions options = null!;

    [SetUp]
    public void MakeCheckout()
    {
        temp = new TempFolder();
        Directory.CreateDirectory(temp["checkout", "out", "bin"]);
        File.WriteAllText(temp["checkout", "Reproduction.sln"], "");
        options = new DatasetLocatorOptions { StartFolder = temp["checkout", "out", "bin"], CacheFolder = temp["cache"], Files = TinyMnist.Files };
    }

    [TearDown]
    public void RemoveCheckout() => temp.Dispose();

    private string Data => temp["checkout", "data", "mnist"];

    private string Shared => temp["shared", "mnist"];

    private string Cache => temp["cache", "mnist"];

    [Test]
    public void Places_are_tried_in_order()
    {
        var sources = new List<string>();
        TinyMnist.WriteTo(Cache);
        sources.Add(FoundIn());
        TinyMnist.WriteTo(Shared);
        sources.Add(FoundIn());
        TinyMnist.WriteTo(Data);
        sources.Add(FoundIn());
        TinyMnist.WriteTo(temp["variable"]);
        options = options with { VariableFolder = temp["variable"] };
        sources.Add(FoundIn());
        TinyMnist.WriteTo(temp["explicit"]);
        options = options with { ExplicitFolder = temp["explicit"] };
        sources.Add(FoundIn());

        sources.Should().Equal(Cache, Shared, Data, temp["variable"], temp["explicit"]);
    }

    [Test]
    public void Places_with_nothing_of_MNIST_are_passed_over_without_a_notice()
    {
        Directory.CreateDirectory(Data);
        TinyMnist.WriteTo(Cache);

        var search = DatasetLocator.FindLocal(options);

        search.Found!.Notices.Should().BeEmpty();
        search.Attempts.Should().Equal(new SearchAttempt(Data, "holds no file of MNIST"), new SearchAttempt(Shared, "no such folder"));
    }

    [Test]
    public void Damaged_and_incomplete_places_are_passed_over_with_a_notice()
    {
        TinyMnist.WriteTo(Data);
        File.WriteAllText(Path.Combine(Data, "t10k-labels-idx1-ubyte.gz"), "");
        TinyMnist.WriteTo(Shared);
        File.Delete(Path.Combine(Shared, "t10k-labels-idx1-ubyte.gz"));
        TinyMnist.WriteTo(Cache);

        var located = DatasetLocator.Load(options);

        located.Dataset.Source.Should().Be(Cache);
        located.Notices.Should().HaveCount(2);
        located.Notices[0].Should().StartWith($"passed over {Path.Combine(Data, "t10k-labels-idx1-ubyte.gz")}: is empty");
        located.Notices[1].Should().StartWith($"passed over {Shared}: lacks t10k-labels-idx1-ubyte.gz");
    }

    [Test]
    public void Without_a_checkout_only_the_cache_is_looked_into()
    {
        TinyMnist.WriteTo(Data);

        var search = DatasetLocator.FindLocal(options with { StartFolder = null });

        search.Found.Should().BeNull();
        search.Attempts.Should().Equal(new SearchAttempt(Cache, "no such folder"));
    }

    [Test]
    public void The_nearest_checkout_counts()
    {
        TinyMnist.WriteTo(Data);
        File.WriteAllText(temp["Reproduction.sln"], "");
        TinyMnist.WriteTo(temp["data", "mnist"]);

        FoundIn().Should().Be(Data);
    }

    [Test]
    public void A_named_folder_that_is_not_whole_is_an_error_although_MNIST_is_elsewhere([Values("--data", "MNIST_DIR")] string name)
    {
        TinyMnist.WriteTo(Data);
        TinyMnist.WriteTo(temp["named"]);
        File.WriteAllText(temp["named", "t10k-labels-idx1-ubyte.gz"], "");

        ShouldBeRefused(name, temp["named"], $"{name}: {temp["named", "t10k-labels-idx1-ubyte.gz"]}: is empty");
    }

    [Test]
    public void A_named_folder_that_does_not_exist_is_an_error([Values("--data", "MNIST_DIR")] string name)
    {
        TinyMnist.WriteTo(Data);

        ShouldBeRefused(name, temp["gone"], $"{name}: {temp["gone"]}: there is no such folder");
    }

    [Test]
    public void An_empty_variable_names_no_folder_but_an_empty_option_is_an_error()
    {
        TinyMnist.WriteTo(Data);

        DatasetLocator.FindLocal(options with { VariableFolder = "" }).Found!.Dataset.Source.Should().Be(Data);
        ShouldBeRefused("--data", "", "--data: expected a folder, received an empty name");
    }

    [Test]
    public void A_search_in_vain_says_in_one_line_what_to_do_and_keeps_the_places_for_lines_of_their_own()
    {
        TinyMnist.WriteTo(Shared);
        File.Delete(Path.Combine(Shared, "t10k-labels-idx1-ubyte.gz"));
        var load = () => DatasetLocator.Load(options with { AllowDownload = false });

        var exception = load.Should().Throw<DatasetNotFoundException>().Which;

        exception.Attempts.Select(attempt => attempt.Place).Should().Equal(Data, Shared, Cache, "download");
        exception.Message.Should().Be(
            "MNIST was not found; put its four files into a folder and name that folder with --data or the environment variable MNIST_DIR.");
        string.Join('\n', exception.Attempts.Select(attempt => attempt.Line)).Should().ContainAll(
            Data + ": no such folder",
            "lacks t10k-labels-idx1-ubyte.gz",
            Cache + ": no such folder",
            "download: not tried, downloads are switched off");
    }

    [Test]
    public void Without_a_cache_folder_there_is_no_download()
    {
        var load = () => DatasetLocator.Load(options with { AllowDownload = true, CacheFolder = null });

        load.Should().Throw<DatasetNotFoundException>().Which.Attempts[^1].Line
            .Should().Be("download: not tried, there is no cache folder (set HOME)");
    }

    [Test]
    public void A_download_mends_the_cache_and_is_announced()
    {
        using var mirror = LoopbackServer.WithTinyMnist();
        TinyMnist.WriteTo(Cache);
        File.WriteAllText(Path.Combine(Cache, "train-labels-idx1-ubyte.gz"), "");

        var located = DatasetLocator.Load(options with { AllowDownload = true, Download = mirror.AsOnlyMirror });

        located.Dataset.Source.Should().Be(Cache);
        located.Notices.Should().ContainSingle().Which.Should().StartWith("passed over " + Cache);
        mirror.Requests.Should().Equal("/train-labels-idx1-ubyte.gz");
    }

    [Test]
    public void A_failed_download_is_among_the_attempts()
    {
        using var mirror = new LoopbackServer();

        var load = () => DatasetLocator.Load(options with { AllowDownload = true, Download = mirror.AsOnlyMirror });

        load.Should().Throw<DatasetNotFoundException>().Which.Attempts[^1].Finding.Should().Contain("HTTP status 404");
    }

    [Test]
    public void A_search_can_be_stopped()
    {
        TinyMnist.WriteTo(Data);
        var load = () => DatasetLocator.Load(options, cancellationToken: new CancellationToken(canceled: true));

        load.Should().Throw<OperationCanceledException>();
    }

    private string FoundIn() => DatasetLocator.Load(options).Dataset.Source;

    private void ShouldBeRefused(string name, string folder, string problem)
    {
        var named = name is "--data" ? options with { ExplicitFolder = folder } : options with { VariableFolder = folder };

        named.Invoking(o => DatasetLocator.FindLocal(o)).Should().Throw<DataException>().Which.Message.Should().StartWith(problem);
        named.Invoking(o => DatasetLocator.Load(o)).Should().Throw<DataException>().Which.Message.Should().StartWith(problem);
    }
}
