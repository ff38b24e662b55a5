using System.Net.Sockets;
using Reproduction.Data;

namespace Reproduction.Tests.Data;

/// <summary>What a mirror can do wrong, and what is said of it.</summary>
public sealed class MirrorClientTests
{
    private static readonly IdxFile File = TinyMnist.Files.TrainImages;
    private static readonly byte[] Body = TinyMnist.Gzip(TinyMnist.TrainImages);

    private static IEnumerable<TestCaseData> Broken()
    {
        yield return Case(
            "a wrong content", Serve(TinyMnist.Gzip(TinyMnist.TestImages)), "sends a wrong file: expected 300 items at byte 4, received 20");
        yield return Case("a page", Serve([.. "<!DOCTYPE html><html>"u8]), "sends a wrong file: expected the magic number");
        yield return Case(
            "a bomb", Serve(TinyMnist.Gzip([.. TinyMnist.TrainImages, .. new byte[10_000_000]])), "sends a wrong file: goes on past byte 1816");
        yield return Case(
            "too much, announced", (stream, token) => LoopbackServer.WriteHeadAsync(stream, 67_353, token), "offers 67353 bytes, at most 67352");
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
            $"train-images-idx3-ubyte.gz could not be downloaded ({mirror.Uri} no byte for 0.2 s after ");
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
}
