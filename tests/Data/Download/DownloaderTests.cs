using System.Collections.Concurrent;
using System.Net.Sockets;
using Reproduction.Data;

namespace Reproduction.Tests.Data;

public sealed class DownloaderTests
{
    private static readonly IdxFile File = TinyMnist.Files.TrainImages;
    private static readonly byte[] Body = TinyMnist.Gzip(TinyMnist.TrainImages);
    private static readonly string[] AllNames =
        ["t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz", "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"];

    [Test]
    public async Task All_files_arrive_whole_and_nothing_else_is_left()
    {
        using var temp = new TempFolder();
        using var mirror = LoopbackServer.WithTinyMnist();

        await new Downloader(temp["new"], mirror.AsOnlyMirror).FetchAsync(TinyMnist.Files.All);

        Directory.GetFiles(temp["new"]).Select(Path.GetFileName).Should().BeEquivalentTo(AllNames);
        new MnistFolder(temp["new"], TinyMnist.Files).Load().Training.Count.Should().Be(250);
    }

    [Test]
    public async Task Progress_names_file_number_mirror_and_bytes()
    {
        using var temp = new TempFolder();
        using var mirror = LoopbackServer.WithTinyMnist();
        var progress = new Recorder();

        await new Downloader(temp.Path, mirror.AsOnlyMirror, progress).FetchAsync(TinyMnist.Files.All);

        var first = progress.Reports.Where(report => report.FileNumber == 1).ToArray();
        first[0].Should().Be(new DownloadProgress("train-images-idx3-ubyte.gz", 1, 4, mirror.Uri, 0, null));
        first[^1].Should().Be(new DownloadProgress("train-images-idx3-ubyte.gz", 1, 4, mirror.Uri, Body.Length, Body.Length));
        progress.Reports.Select(report => report.FileNumber).Distinct().Should().Equal(1, 2, 3, 4);
    }

    [Test]
    public async Task Whole_files_are_not_fetched_again()
    {
        using var temp = new TempFolder();
        using var mirror = LoopbackServer.WithTinyMnist();
        TinyMnist.WriteTo(temp.Path);
        System.IO.File.Delete(temp["t10k-images-idx3-ubyte.gz"]);
        System.IO.File.WriteAllText(temp["t10k-labels-idx1-ubyte.gz"], "damaged");

        await new Downloader(temp.Path, mirror.AsOnlyMirror).FetchAsync(TinyMnist.Files.All);

        mirror.Requests.Should().Equal("/t10k-images-idx3-ubyte.gz", "/t10k-labels-idx1-ubyte.gz");
    }

    [Test]
    public async Task A_file_that_arrives_decompressed_is_accepted()
    {
        using var temp = new TempFolder();
        using var mirror = new LoopbackServer();
        mirror.Serve(File, TinyMnist.TrainImages);

        await new Downloader(temp.Path, mirror.AsOnlyMirror).FetchAsync([File]);

        temp.FileNames.Should().Equal("train-images-idx3-ubyte.gz");
    }

    [Test]
    public async Task The_next_mirror_takes_over_and_goes_on_with_the_next_file()
    {
        using var temp = new TempFolder();
        using var broken = new LoopbackServer();
        using var whole = LoopbackServer.WithTinyMnist();

        await new Downloader(temp.Path, whole.AsOnlyMirror with { Mirrors = [broken.Uri, whole.Uri] }).FetchAsync(TinyMnist.Files.All);

        temp.FileNames.Should().Equal(AllNames);
        broken.Requests.Should().HaveCount(1);
    }

    private static IEnumerable<TestCaseData> Broken()
    {
        yield return Case("a wrong content", Serve(TinyMnist.Gzip(TinyMnist.TestImages)), "sends a wrong file: expected 300 items at byte 4, received 20");
        yield return Case("a page", Serve([.. "<!DOCTYPE html><html>"u8]), "sends a wrong file: expected the magic number");
        yield return Case("a bomb", Serve(TinyMnist.Gzip([.. TinyMnist.TrainImages, .. new byte[10_000_000]])), "sends a wrong file: goes on past byte 1816");
        yield return Case("too much, announced", (stream, token) => LoopbackServer.WriteHeadAsync(stream, 67_353, token), "offers 67353 bytes, at most 67352");
        yield return Case("too much, unannounced", ServeWithoutLength(new byte[67_353]), "sends more than 67352 bytes");
        yield return Case("a cut connection", ServeCut, "connection lost after 10 bytes");
        yield return Case("a cut connection without a length", ServeWithoutLength(Body[..^20]), "sends a wrong file: ");
        yield return Case("no answer", (_, _) => Task.CompletedTask, "connection lost before an answer");
    }

    [TestCaseSource(nameof(Broken))]
    public void A_mirror_that_sends_something_else_is_refused(Func<NetworkStream, CancellationToken, Task> answer, string reason)
    {
        using var mirror = new LoopbackServer();
        mirror.Answer(File, answer);

        ShouldFail(mirror.AsOnlyMirror, $"train-images-idx3-ubyte.gz could not be downloaded ({mirror.Uri} {reason}");
    }

    [Test]
    public void A_404_is_refused()
    {
        using var mirror = new LoopbackServer();

        ShouldFail(
            mirror.AsOnlyMirror,
            $"train-images-idx3-ubyte.gz could not be downloaded ({mirror.Uri} HTTP status 404); check the network and try again");
    }

    [Test]
    public void A_mirror_that_is_not_there_is_refused()
    {
        var mirror = new LoopbackServer();
        mirror.Dispose();

        ShouldFail(mirror.AsOnlyMirror, $"train-images-idx3-ubyte.gz could not be downloaded ({mirror.Uri} no connection)");
    }

    [Test]
    public void Every_mirror_is_named_with_its_reason()
    {
        using var missing = new LoopbackServer();
        using var wrong = new LoopbackServer();
        wrong.Serve(File, []);

        ShouldFail(
            wrong.AsOnlyMirror with { Mirrors = [missing.Uri, wrong.Uri] },
            $"train-images-idx3-ubyte.gz could not be downloaded ({missing.Uri} HTTP status 404; {wrong.Uri} sends a wrong file: is empty");
    }

    [Test]
    public void A_mirror_that_accepts_and_never_answers_is_given_up()
    {
        using var mirror = new LoopbackServer();
        mirror.Answer(File, (_, token) => Task.Delay(Timeout.Infinite, token));

        ShouldFail(
            mirror.AsOnlyMirror with { ConnectTimeout = TimeSpan.FromSeconds(0.2) },
            $"train-images-idx3-ubyte.gz could not be downloaded ({mirror.Uri} no answer within 0.2 s)");
    }

    [Test]
    public void A_mirror_that_stops_sending_is_given_up()
    {
        using var mirror = new LoopbackServer();
        mirror.Answer(File, ServeAndStall);

        ShouldFail(
            mirror.AsOnlyMirror with { StallTimeout = TimeSpan.FromSeconds(0.2) },
            $"train-images-idx3-ubyte.gz could not be downloaded ({mirror.Uri} no byte for 0.2 s after 10 bytes)");
    }

    [Test]
    public void A_mirror_that_sends_a_byte_now_and_then_is_given_up()
    {
        using var mirror = new LoopbackServer();
        mirror.Answer(File, async (stream, token) =>
        {
            await LoopbackServer.WriteHeadAsync(stream, Body.Length, token);
            foreach (var one in Body)
            {
                await stream.WriteAsync(new[] { one }, token);
                await Task.Delay(20, token);
            }
        });

        ShouldFail(
            mirror.AsOnlyMirror with { FileTimeout = TimeSpan.FromSeconds(0.5) },
            $"train-images-idx3-ubyte.gz could not be downloaded ({mirror.Uri} not finished within 0.5 s)");
    }

    [Test]
    public async Task Two_downloads_at_once_both_succeed()
    {
        using var temp = new TempFolder();
        using var mirror = LoopbackServer.WithTinyMnist();

        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ =>
            Task.Run(() => new Downloader(temp.Path, mirror.AsOnlyMirror).FetchAsync(TinyMnist.Files.All))));

        temp.FileNames.Should().Equal(AllNames);
        new MnistFolder(temp.Path, TinyMnist.Files).Load().Training.Count.Should().Be(250);
    }

    [Test]
    public async Task Stopped_midway_it_leaves_no_file()
    {
        using var temp = new TempFolder();
        using var mirror = new LoopbackServer();
        using var stop = new CancellationTokenSource();
        mirror.Answer(File, ServeAndStall);
        var partialSeen = false;
        var progress = new Recorder(report =>
        {
            if (report.ReceivedBytes == 10)
            {
                partialSeen = temp.FileNames is [var name] && name.EndsWith(".partial", StringComparison.Ordinal);
                stop.Cancel();
            }
        });

        var fetch = () => new Downloader(temp.Path, mirror.AsOnlyMirror, progress).FetchAsync([File], stop.Token);

        await fetch.Should().ThrowAsync<OperationCanceledException>();
        partialSeen.Should().BeTrue();
        temp.FileNames.Should().BeEmpty();
    }

    [Test]
    public async Task Leftovers_older_than_a_day_are_removed_and_younger_ones_are_not()
    {
        using var temp = new TempFolder();
        foreach (var (name, days) in new[] { ("old.partial", 2), ("young.partial", 0), ("old.txt", 2) })
        {
            System.IO.File.WriteAllText(temp[name], "");
            System.IO.File.SetLastWriteTimeUtc(temp[name], DateTime.UtcNow.AddDays(-days));
        }

        await new Downloader(temp.Path, new DownloadOptions()).FetchAsync([]);

        temp.FileNames.Should().Equal("old.txt", "young.partial");
    }

    [Test]
    public async Task A_folder_that_cannot_be_is_an_error_of_the_folder_and_no_other_mirror_is_asked()
    {
        using var temp = new TempFolder();
        using var mirror = LoopbackServer.WithTinyMnist();
        System.IO.File.WriteAllText(temp["file"], "");

        var fetch = () => new Downloader(temp["file", "folder"], mirror.AsOnlyMirror).FetchAsync([File]);

        (await fetch.Should().ThrowAsync<DataException>()).Which.Message.Should().StartWith(temp["file", "folder"]).And.Contain("cannot be written");
        mirror.Requests.Should().BeEmpty();
    }

    [Test]
    public void Without_a_mirror_there_is_no_download()
    {
        ShouldFail(new DownloadOptions { Mirrors = [] }, "train-images-idx3-ubyte.gz could not be downloaded (no mirror is named)");
    }

    private static void ShouldFail(DownloadOptions options, string message)
    {
        using var temp = new TempFolder();
        var fetch = () => new Downloader(temp.Path, options).FetchAsync([File]);

        fetch.Should().ThrowAsync<DataException>().GetAwaiter().GetResult().Which.Message.Should().StartWith(message).And.NotContain("\n");
        temp.FileNames.Should().BeEmpty();
    }

    private static Func<NetworkStream, CancellationToken, Task> Serve(byte[] body) => async (stream, token) =>
    {
        await LoopbackServer.WriteHeadAsync(stream, body.Length, token);
        await stream.WriteAsync(body, token);
    };

    private static Func<NetworkStream, CancellationToken, Task> ServeWithoutLength(byte[] body) => async (stream, token) =>
    {
        await LoopbackServer.WriteHeadAsync(stream, null, token);
        await stream.WriteAsync(body, token);
    };

    private static async Task ServeCut(NetworkStream stream, CancellationToken token)
    {
        await LoopbackServer.WriteHeadAsync(stream, Body.Length, token);
        await stream.WriteAsync(Body.AsMemory(0, 10), token);
    }

    private static async Task ServeAndStall(NetworkStream stream, CancellationToken token)
    {
        await ServeCut(stream, token);
        await Task.Delay(Timeout.Infinite, token);
    }

    private static TestCaseData Case(string name, Func<NetworkStream, CancellationToken, Task> answer, string reason) =>
        new TestCaseData(answer, reason).SetArgDisplayNames(name);

    private sealed class Recorder(Action<DownloadProgress>? then = null) : IProgress<DownloadProgress>
    {
        public ConcurrentQueue<DownloadProgress> Reports { get; } = new();

        public void Report(DownloadProgress value)
        {
            Reports.Enqueue(value);
            then?.Invoke(value);
        }
    }
}
