namespace Reproduction.Data;

/// <summary>A folder that holds the files of a data set, each under any of its names, or has them below it as torchvision and archives do.</summary>
/// <param name="path">The folder.</param>
/// <param name="files">What the files must hold.</param>
public sealed class DatasetFolder(string path, DatasetFiles files)
{
    /// <summary>Whether at least one of the files is there, be it whole or damaged.</summary>
    public bool HasAny => files.All.Any(file => Candidates(file).Length > 0);

    /// <summary>Where the files lie: the folder itself, or torchvision's <c>MNIST/raw</c> or <c>raw</c> in it.</summary>
    private string Root => new[] { path, Path.Combine(path, files.TorchvisionFolder ?? "raw", "raw"), Path.Combine(path, "raw") }
        .FirstOrDefault(root => files.All.Any(file => Candidates(root, file).Length > 0), path);

    /// <summary>Reads and checks all files. Of several copies of one, the first that is whole is taken.</summary>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The data set, and a line for each damaged copy that was passed over.</returns>
    /// <exception cref="DataException">A file is missing or damaged.</exception>
    public LocatedDataset Load(CancellationToken cancellationToken = default)
    {
        var folder = IoFailure.FullPath(path);
        if (!Directory.Exists(path))
        {
            throw new DataException(File.Exists(path)
                ? $"{folder}: is a file, not a folder{OtherForms.Of(path)}; name the folder that holds the four files of {files.Title}"
                : $"{folder}: there is no such folder; name one that holds the four files of {files.Title}");
        }

        var missing = files.All.Where(file => Candidates(file).Length == 0).ToArray();
        if (missing.Length > 0)
        {
            var lacks = missing.Length == files.All.Count
                ? $"holds no file of {files.Title}"
                : $"lacks {string.Join(", ", missing.Select(file => file.Name + ".gz"))}";
            throw new DataException($"{folder}: {lacks}{OtherForms.In(path, files)}; put the four files of {files.Title} there");
        }

        // the small part first: what is wrong with it shows before the large one is read
        var notices = new List<string>();
        var test = files is { TestImages: { } testImages, TestLabels: { } testLabels }
            ? Read(testImages, testLabels, notices, cancellationToken)
            : null;
        var training = Read(files.TrainImages, files.TrainLabels, notices, cancellationToken);
        return new(
            new Dataset(
                files.Name,
                files.Title,
                IoFailure.FullPath(Root),
                training.Slice(files.ValidationCount, training.Count - files.ValidationCount),
                training.Slice(0, files.ValidationCount),
                test)
            {
                ClassCount = files.ClassCount ?? Math.Max(LargestLabel(training), test is null ? 0 : LargestLabel(test)) + 1,
            },
            notices);
    }

    /// <summary>The paths of a file in this folder, in the order in which they are tried; none where it is not there.</summary>
    private string[] Candidates(IdxFile file) => Candidates(Root, file);

    private static int LargestLabel(Examples examples)
    {
        var largest = 0;
        foreach (var label in examples.Labels)
        {
            largest = Math.Max(largest, label);
        }

        return largest;
    }

    /// <summary>Some archives unpack into folders named as the files, with the file in it: they count after the files themselves.</summary>
    private static string[] Candidates(string root, IdxFile file)
    {
        var named = file.FileNames.Select(name => Path.Combine(root, name)).ToArray();
        var folders = Array.FindAll(named, Directory.Exists);
        string[] found =
        [
            .. named.Where(File.Exists),
            .. folders.SelectMany(folder => file.FileNames.Select(name => Path.Combine(folder, name))).Where(File.Exists),
        ];
        return found.Length > 0 ? found : folders;
    }

    private Examples Read(IdxFile images, IdxFile labels, List<string> notices, CancellationToken cancellationToken) =>
        LabelledImages.Read(
            Whole(images, notices, cancellationToken),
            Whole(labels, notices, cancellationToken),
            files.ClassCount ?? byte.MaxValue + 1,
            cancellationToken);

    /// <summary>The first copy that is whole; where none is, the first, whose fault shows when it is read.</summary>
    private IdxSource Whole(IdxFile file, List<string> notices, CancellationToken cancellationToken)
    {
        // a file may vanish after it was found; opening it under its first name then says so
        var copies = Candidates(file) is { Length: > 0 } candidates ? candidates : [Path.Combine(path, file.FileNames[0])];
        var passedOver = new List<string>();
        foreach (var source in copies.Length == 1 ? [] : copies.Select(copy => IdxSource.OfPath(copy, file)))
        {
            try
            {
                IdxReader.Check(source, cancellationToken);
                notices.AddRange(passedOver.Select(problem => $"passed over {problem}. {source.Place} is whole and is used"));
                return source;
            }
            catch (DataException exception)
            {
                passedOver.Add(exception.Message);
            }
        }

        return IdxSource.OfPath(copies[0], file);
    }
}
