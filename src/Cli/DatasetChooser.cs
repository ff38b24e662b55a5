using System.Globalization;
using Reproduction.Data;
using Spectre.Console;

namespace Reproduction.Cli;

/// <summary>Decides between MNIST and the sample, and never silently.</summary>
internal sealed class DatasetChooser(IAnsiConsole console, TextWriter error, MnistLocatorOptions search, CancellationToken cancellation)
{
    /// <summary>The data set that the options ask for.</summary>
    /// <exception cref="DataException">It is not to be had, or damaged.</exception>
    public Dataset Choose(Options options)
    {
        if (options.Dataset == DatasetChoice.Sample)
        {
            return Sample.Load();
        }

        // Quiet keeps the output for the table; what a reader must know of the data is still said.
        var notices = options.IsQuiet ? error : console.Profile.Out.Writer;
        try
        {
            var located = Locate(options.IsQuiet, search with
            {
                ExplicitFolder = options.DataFolder,
                AllowDownload = options.MayDownload && search.AllowDownload,
            });
            foreach (var notice in located.Notices)
            {
                notices.WriteLine($"Note: {notice}");
            }

            return located.Dataset;
        }
        catch (DatasetNotFoundException exception) when (options.Dataset == DatasetChoice.Auto)
        {
            notices.WriteLine($"MNIST was not found, so this is the sample, whose figures are not MNIST's. ({exception.Message})");
            return Sample.Load();
        }
    }

    private LocatedDataset Locate(bool isQuiet, MnistLocatorOptions options)
    {
        if (isQuiet)
        {
            return MnistLocator.Load(options, progress: null, cancellation);
        }

        var local = MnistLocator.FindLocal(options, cancellation);
        if (local.Found is { } found)
        {
            return found;
        }

        return console.Profile.Out.IsTerminal && console.Profile.Capabilities.Ansi && options.AllowDownload
            ? LocateWithBar(options)
            : MnistLocator.Load(options, PlainLines(), cancellation);
    }

    private LocatedDataset LocateWithBar(MnistLocatorOptions options) => console.Progress()
        .AutoClear(false)
        .HideCompleted(false)
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 24 }, new DownloadedColumn { Culture = CultureInfo.InvariantCulture }, new TransferSpeedColumn { Culture = CultureInfo.InvariantCulture }, new RemainingTimeColumn())
        .Start(context =>
        {
            var tasks = new Dictionary<string, ProgressTask>(StringComparer.Ordinal);
            return MnistLocator.Load(
                options,
                new Told(progress =>
                {
                    lock (tasks)
                    {
                        if (!tasks.TryGetValue(progress.FileName, out var task))
                        {
                            tasks[progress.FileName] = task = context.AddTask(Markup.Escape(progress.FileName));
                        }

                        task.IsIndeterminate = progress.TotalBytes is null;
                        task.MaxValue = progress.TotalBytes ?? Math.Max(1, progress.ReceivedBytes);
                        task.Value = progress.ReceivedBytes;
                    }
                }),
                cancellation);
        });

    /// <summary>Without a terminal: one line as each file begins.</summary>
    private Told PlainLines()
    {
        var begun = new HashSet<string>(StringComparer.Ordinal);
        return new(progress =>
        {
            lock (begun)
            {
                if (begun.Add(progress.FileName))
                {
                    console.Profile.Out.Writer.WriteLine(string.Create(
                        CultureInfo.InvariantCulture,
                        $"Downloading {progress.FileName} ({progress.FileNumber} of {progress.FileCount}{(progress.TotalBytes is { } total ? $", {total / 1e6:F1} MB" : string.Empty)})"));
                }
            }
        });
    }

    private sealed class Told(Action<DownloadProgress> tell) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => tell(value);
    }
}
