using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Reproduction.Data;

namespace Reproduction.Tests.Data;

/// <summary>A mirror on this machine that answers as a test tells it to, byte for byte; what it was not told of is a 404.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentDictionary<string, Func<NetworkStream, CancellationToken, Task>> answers = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> requests = new();
    private readonly Task accepting;

    public LoopbackServer()
    {
        listener.Start();
        Uri = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/"));
        accepting = AcceptAsync();
    }

    public Uri Uri { get; }

    /// <summary>The paths that were asked for, in order.</summary>
    public string[] Requests => [.. requests];

    public DownloadOptions AsOnlyMirror => new() { Mirrors = [Uri], UseProxy = false };

    /// <summary>A mirror that has all four files of <see cref="TinyMnist"/>.</summary>
    public static LoopbackServer WithTinyMnist()
    {
        var server = new LoopbackServer();
        foreach (var (file, content) in TinyMnist.Files.All.Zip(TinyMnist.Contents))
        {
            server.Serve(file, TinyMnist.Gzip(content));
        }

        return server;
    }

    /// <summary>Serves a file.</summary>
    public void Serve(IdxFile file, byte[] body) => Answer(file, async (stream, token) =>
    {
        await WriteHeadAsync(stream, body.Length, token);
        await stream.WriteAsync(body, token);
    });

    /// <summary>Answers a request for a file in any way; the connection is closed afterwards.</summary>
    public void Answer(IdxFile file, Func<NetworkStream, CancellationToken, Task> answer) => answers["/" + file.FileNames[0]] = answer;

    /// <summary>Writes the head of an answer; without a length, the end of the connection is the end of the file.</summary>
    public static async Task WriteHeadAsync(NetworkStream stream, long? length, CancellationToken token)
    {
        var lengthLine = length is null ? "" : string.Create(CultureInfo.InvariantCulture, $"Content-Length: {length}\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\n{lengthLine}Connection: close\r\n\r\n"), token);
    }

    public void Dispose()
    {
        stop.Cancel();
        listener.Stop();
        accepting.Wait();
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                serving.Add(ServeAsync(await listener.AcceptTcpClientAsync(stop.Token)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
                var path = (await reader.ReadLineAsync(stop.Token) ?? "GET /").Split(' ')[1];
                while (await reader.ReadLineAsync(stop.Token) is { Length: > 0 })
                {
                    // the rest of the head does not matter
                }

                requests.Enqueue(path);
                if (answers.TryGetValue(path, out var answer))
                {
                    await answer(stream, stop.Token);
                }
                else
                {
                    await stream.WriteAsync("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), stop.Token);
                }
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException)
            {
                // the other side has gone, or the test is over
            }
        }
    }
}
