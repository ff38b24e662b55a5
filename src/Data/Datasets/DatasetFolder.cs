namespace Reproduction.Data;

/// <summary>A folder that holds the four files, each under any of its spellings.</summary>
/// <param name="path">The folder.</param>
/// <param name="files">What the files must hold.</param>
public sealed class DatasetFolder(string path, DatasetFiles files)
{
    /// <summary>Whether at least one of the four files is there, be it whole or damaged.</summary>
    public bool HasAny => files.All.Any(file => Find(file) is not null);

    /// <summary>The path of a file in this folder, or null; of several spellings the first of <see cref="IdxFile.FileNames"/>.</summary>
    /// <remarks>Some archives unpack into a folder named as the file: it counts only where there is no file by any spelling.</remarks>
    public string? Find(IdxFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var candidates = file.FileNames.Select(name => Path.Combine(path, name)).ToArray();
        return Array.Find(candidates, File.Exists) ?? Array.Find(candidates, Directory.Exists);
    }

    /// <summary>Reads and checks all four files.</summary>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="DataException">A file is missing or damaged.</exception>
    public Dataset Load(CancellationToken cancellationToken = default)
    {
        var folder = IoFailure.FullPath(path);
        if (!Directory.Exists(path))
        {
            throw new DataException($"{folder}: there is no such folder; name one that holds the four files of MNIST");
        }

        var missing = files.All.Where(file => Find(file) is null).Select(file => file.Name + ".gz").ToArray();
        if (missing.Length > 0)
        {
            throw new DataException($"{folder}: lacks {string.Join(", ", missing)}; put the four files of MNIST there");
        }

        // the small part first: what is wrong with it shows before the large one is read
        var test = Read(files.TestImages, files.TestLabels, cancellationToken);
        var training = Read(files.TrainImages, files.TrainLabels, cancellationToken);
        return new Dataset(
            Dataset.MnistName,
            "MNIST",
            folder,
            training.Slice(files.ValidationCount, training.Count - files.ValidationCount),
            training.Slice(0, files.ValidationCount),
            test);
    }

    private Examples Read(IdxFile images, IdxFile labels, CancellationToken cancellationToken) =>
        LabelledImages.Read(Source(images), Source(labels), cancellationToken);

    // a file may vanish after it was found; opening it under its first name then says so
    private IdxSource Source(IdxFile file) => IdxSource.OfPath(Find(file) ?? Path.Combine(path, file.FileNames[0]), file);
}
