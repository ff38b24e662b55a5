namespace Reproduction.Data;

/// <summary>Which file of how many is being downloaded.</summary>
internal sealed record DownloadItem(IdxFile File, int Number, int Count)
{
    /// <summary>What the mirrors call it.</summary>
    public string Name => File.FileNames[0];

    /// <summary>The most bytes that are taken from a mirror: the file as it is, and what gzip may add at worst.</summary>
    public long MaximumLength => File.Length + (1 << 16);
}

/// <summary>A mirror does not deliver. The message is short: the mirror's name goes before it.</summary>
internal sealed class MirrorException(string message, Exception? innerException = null) : Exception(message, innerException);

/// <summary>Copies files from mirrors, with a bound on every wait and on the length.</summary>
internal sealed class MirrorClient : IDisposable
{
    private readonly DownloadOptions options;
    private readonly HttpClient client;

    public MirrorClient(DownloadOptions options)
    {
        this.options = options;
        client = new HttpClient(new SocketsHttpHandler { UseProxy = options.UseProxy, ConnectTimeout = options.ConnectTimeout })
        {
            // every wait has a bound of its own below
            Timeout = Timeout.InfiniteTimeSpan,
        };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("batch-normalization-reproduction");
    }

    /// <summary>Copies a file from a mirror.</summary>
    /// <exception cref="MirrorException">The mirror does not deliver.</exception>
    /// <exception cref="DataException">What arrives cannot be written.</exception>
    public async Task CopyAsync(
        Uri mirror, DownloadItem item, PartialFile target, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        using var whole = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var step = CancellationTokenSource.CreateLinkedTokenSource(whole.Token);
        var now = new DownloadProgress(item.Name, item.Number, item.Count, mirror, 0, null);
        var answered = false;
        try
        {
            whole.CancelAfter(options.FileTimeout);
            step.CancelAfter(options.ConnectTimeout);
            progress?.Report(now);
            using var response = await client.GetAsync(new Uri(mirror, item.Name), HttpCompletionOption.ResponseHeadersRead, step.Token);
            answered = true;
            now = now with { TotalBytes = AcceptedLength(response, item) };
            using var body = await response.Content.ReadAsStreamAsync(step.Token);

            var buffer = new byte[1 << 16];
            while (await ReadAsync(body, buffer, step) is var length and > 0)
            {
                now = now with { ReceivedBytes = now.ReceivedBytes + length };
                if (now.ReceivedBytes > item.MaximumLength)
                {
                    throw new MirrorException($"sends more than {item.MaximumLength} bytes");
                }

                target.Write(buffer.AsMemory(0, length));
                progress?.Report(now);
            }

            target.Flush();
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            var reason = whole.IsCancellationRequested ? $"not finished within {Seconds(options.FileTimeout)}"
                : answered ? $"no byte for {Seconds(options.StallTimeout)} after {now.ReceivedBytes} bytes"
                : $"no answer within {Seconds(options.ConnectTimeout)}";
            throw new MirrorException(reason, exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new MirrorException(answered ? $"connection lost after {now.ReceivedBytes} bytes" : Reason(exception), exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    private static long? AcceptedLength(HttpResponseMessage response, DownloadItem item)
    {
        if (!response.IsSuccessStatusCode)
        {
            throw new MirrorException($"HTTP status {(int)response.StatusCode}");
        }

        var length = response.Content.Headers.ContentLength;
        return length > item.MaximumLength
            ? throw new MirrorException($"offers {length} bytes, at most {item.MaximumLength} were expected")
            : length;
    }

    private static string Reason(Exception exception) => (exception as HttpRequestException)?.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => "name not found",
        HttpRequestError.ConnectionError => "no connection",
        HttpRequestError.SecureConnectionError => "no secure connection",
        HttpRequestError.ResponseEnded => "connection lost before an answer",
        _ => exception.Message,
    };

    private static string Seconds(TimeSpan time) => FormattableString.Invariant($"{time.TotalSeconds} s");

    private async Task<int> ReadAsync(Stream body, byte[] buffer, CancellationTokenSource step)
    {
        step.CancelAfter(options.StallTimeout);
        return await body.ReadAsync(buffer, step.Token);
    }
}
