using System.Globalization;
using Reproduction.Data;
using Reproduction.Networks;
using Spectre.Console;

namespace Reproduction.Cli;

/// <summary>Decides between MNIST, the sample and other data sets, and never silently.</summary>
internal sealed class DatasetChooser(CommandContext context)
{
    /// <summary>The data set that the options ask for.</summary>
    /// <param name="options">Which data.</param>
    /// <param name="isQuiet">Whether the output is kept for results.</param>
    /// <exception cref="DataException">It is unavailable, or damaged.</exception>
    /// <exception cref="InvalidConfigurationException">The folder that the options name does not hold it.</exception>
    public Dataset Choose(DatasetOptions options, bool isQuiet)
    {
        if (options.Dataset == DatasetChoice.Sample)
        {
            return Sample.Load();
        }

        var files = options.Dataset == DatasetChoice.FashionMnist ? DatasetFiles.FashionMnist : context.Search.Files;

        // Quiet keeps the output for the table; what a reader must know of the data is still said.
        Action<string> say = isQuiet ? context.Error.WriteLine : context.Lines.WriteLine;
        try
        {
            var located = options.Dataset == DatasetChoice.Idx
                ? OtherDataset.Load(options.DataFolder!, options.Name!, context.Cancellation)
                : Locate(isQuiet, context.Search with
                {
                    Files = files,
                    ExplicitFolder = options.DataFolder,
                    VariableFolder = files == context.Search.Files ? context.Search.VariableFolder : context.Variable(files.FolderVariable),
                    AllowDownload = options.Download.MayDownload && context.Search.AllowDownload,
                    Download = options.Download.With(context.Search.Download, context.Variable),
                });
            foreach (var notice in located.Notices)
            {
                say($"Note: {OneLine.Of(notice)}");
            }

            return located.Dataset;
        }
        catch (DatasetNotFoundException exception) when (options.Dataset == DatasetChoice.Auto)
        {
            say("MNIST was not found, so this is the sample, whose figures are not MNIST's. Looked for in:");
            foreach (var attempt in exception.Attempts)
            {
                say($"  {OneLine.Of(attempt.Line)}");
            }

            say($"Put its four files into a folder and name that folder with --data or the environment variable {files.FolderVariable}.");
            return Sample.Load();
        }
        catch (DataException exception) when (options.DataFolder is not null)
        {
            throw new InvalidConfigurationException(exception.Message);
        }
    }

    private LocatedDataset Locate(bool isQuiet, DatasetLocatorOptions options)
    {
        if (isQuiet)
        {
            return DatasetLocator.Load(options, progress: null, context.Cancellation);
        }

        var local = DatasetLocator.FindLocal(options, context.Cancellation);
        if (local.Found is { } found)
        {
            return found;
        }

        return context.Console.Profile.Out.IsTerminal && context.Console.Profile.Capabilities.Ansi && options.AllowDownload
            ? LocateWithBar(options)
            : DatasetLocator.Load(options, PlainLines(), context.Cancellation);
    }

    private LocatedDataset LocateWithBar(DatasetLocatorOptions options) => context.Console.Progress()
        .AutoClear(false)
        .AutoRefresh(false)
        .HideCompleted(false)
        .Columns(
            new TaskDescriptionColumn { Alignment = Justify.Left },
            new ProgressBarColumn { Width = 24 },
            new DownloadedColumn { Culture = CultureInfo.InvariantCulture },
            new TransferSpeedColumn { Culture = CultureInfo.InvariantCulture },
            new RemainingTimeColumn())
        .Start(display =>
        {
            var tasks = new Dictionary<string, ProgressTask>(StringComparer.Ordinal);
            var refresh = new ProgressRefresh(display);
            return DatasetLocator.Load(
                options,
                new SynchronousProgress<DownloadProgress>(progress =>
                {
                    lock (tasks)
                    {
                        if (!tasks.TryGetValue(progress.FileName, out var task))
                        {
                            tasks[progress.FileName] = task = display.AddTask(Markup.Escape(progress.FileName));
                        }

                        task.IsIndeterminate = progress.TotalBytes is null;
                        task.MaxValue = progress.TotalBytes ?? Math.Max(1, progress.ReceivedBytes);
                        task.Value = progress.ReceivedBytes;
                    }

                    refresh.Ask();
                }),
                context.Cancellation);
        });

    /// <summary>Without a terminal: one line as each file begins.</summary>
    private SynchronousProgress<DownloadProgress> PlainLines()
    {
        var begun = new HashSet<string>(StringComparer.Ordinal);
        return new(progress =>
        {
            lock (begun)
            {
                if (begun.Add(progress.FileName))
                {
                    context.WriteLine(string.Create(
                        CultureInfo.InvariantCulture,
                        $"Downloading {progress.FileName} ({progress.FileNumber} of "
                            + $"{progress.FileCount}{(progress.TotalBytes is { } total ? $", {total / 1e6:F1} MB" : string.Empty)})"));
                }
            }
        });
    }
}
