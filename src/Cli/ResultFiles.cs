using System.Collections.Immutable;
using Reproduction.Claims;
using Reproduction.Data;
using Reproduction.Report;
using Reproduction.Training;

namespace Reproduction.Cli;

/// <summary>The files that a call leaves behind, each written whole or not at all.</summary>
internal sealed class ResultFiles(string folder)
{
    private const string Histories = "histories.csv";
    private const string Page = "summary.md";
    private const string Picture = "learning-curves.svg";
    private const string Aside = "earlier-";

    /// <summary>The names under which files of an earlier call lie now.</summary>
    public ImmutableArray<string> SetAside { get; private set; } = [];

    /// <summary>Where the log of failed runs lies.</summary>
    public string FailureLogPath => Path.Combine(folder, "failures.log");

    /// <summary>Why the folder cannot take files, found out before anything is trained; null when it can.</summary>
    public string? WhyNotWritable()
    {
        try
        {
            Directory.CreateDirectory(folder);
            var probe = Path.Combine(folder, $".{Guid.NewGuid():N}.probe");
            File.Create(probe, bufferSize: 1, FileOptions.DeleteOnClose).Dispose();
            return null;
        }
        catch (Exception exception) when (IoFailure.Is(exception))
        {
            return File.Exists(folder) ? "it is a file, not a folder" : IoFailure.Reason(exception);
        }
    }

    /// <summary>
    /// Renames what an earlier call left, so that nobody takes it for this one's, however this one ends; <see cref="Write"/> removes it.
    /// </summary>
    public void SetEarlierAside()
    {
        string[] names = [Histories, Picture, Page];
        foreach (var name in names.Where(name => File.Exists(Path.Combine(folder, name))))
        {
            File.Move(Path.Combine(folder, name), Path.Combine(folder, Aside + name), overwrite: true);
        }

        SetAside = [.. names.Select(name => Aside + name).Where(name => File.Exists(Path.Combine(folder, name)))];
    }

    /// <summary>Writes the finished runs; returns the paths.</summary>
    public ImmutableArray<string> Write(Dataset data, IReadOnlyList<RunOutcome> outcomes, Published published, string engine, MachineInfo machine)
    {
        var histories = outcomes.Where(outcome => outcome.History is not null).Select(outcome => outcome.History!).ToList();
        var subtitle = data.IsMnist
            ? "solid lines: reproduced; dashed lines with hollow markers: the figures that the notebook published"
            : data.Name == Dataset.SampleName ? "the embedded sample, not MNIST: no figures of the notebook belong here"
            : "not MNIST: no figures of the notebook belong here";
        ImmutableArray<string> paths =
        [
            Put(Histories, HistoriesCsv.Of(histories)),
            Put(Picture, LearningCurves.Svg($"Learning curves on {data.Title}", subtitle, LearningCurves.Of(histories, published))),
            Put(Page, Summary.Of(data, outcomes, published, engine, machine, Picture)),
        ];
        foreach (var name in SetAside)
        {
            File.Delete(Path.Combine(folder, name));
        }

        return paths;
    }

    private string Put(string name, string text)
    {
        var path = Path.Combine(folder, name);
        AtomicFile.Write(path, text);
        return path;
    }
}
