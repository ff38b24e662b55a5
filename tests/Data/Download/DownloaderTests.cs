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
        new DatasetFolder(temp["new"], TinyMnist.Files).Load().Dataset.Training.Count.Should().Be(250);
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

    [Test]
    public async Task Two_downloads_at_once_both_succeed()
    {
        using var temp = new TempFolder();
        using var mirror = LoopbackServer.WithTinyMnist();

        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ =>
            Task.Run(() => new Downloader(temp.Path, mirror.AsOnlyMirror).FetchAsync(TinyMnist.Files.All))));

        temp.FileNames.Should().Equal(AllNames);
        new DatasetFolder(temp.Path, TinyMnist.Files).Load().Dataset.Training.Count.Should().Be(250);
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
    public async Task Leftovers_of_killed_processes_are_removed()
    {
        using var temp = new TempFolder();
        foreach (var (name, days) in new[] { ($"old.{Guid.NewGuid():N}.partial", 2), ("of another program.partial", 2) })
        {
            System.IO.File.WriteAllText(temp[name], "");
            System.IO.File.SetLastWriteTimeUtc(temp[name], DateTime.UtcNow.AddDays(-days));
        }

        await new Downloader(temp.Path, new DownloadOptions()).FetchAsync([]);

        temp.FileNames.Should().Equal("of another program.partial");
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
    public async Task Without_a_mirror_there_is_no_download()
    {
        using var temp = new TempFolder();

        var fetch = () => new Downloader(temp.Path, new DownloadOptions { Mirrors = [] }).FetchAsync([File]);

        await fetch.Should().ThrowAsync<DataException>()
            .WithMessage("train-images-idx3-ubyte.gz could not be downloaded (no mirror is named); check the network and try again");
    }

    private static async Task ServeAndStall(NetworkStream stream, CancellationToken token)
    {
        await LoopbackServer.WriteHeadAsync(stream, Body.Length, token);
        await stream.WriteAsync(Body.AsMemory(0, 10), token);
        await Task.Delay(Timeout.Infinite, token);
    }

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
