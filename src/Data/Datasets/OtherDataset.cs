using System.Text.RegularExpressions;

namespace Reproduction.Data;

/// <summary>Anybody's data set in IDX files: shape and number of classes come from the files, the name from its owner.</summary>
/// <remarks>
/// The files have MNIST's names, perhaps with something before them (<c>emnist-letters-train-images-idx3-ubyte.gz</c>), and <c>t10k</c> or
/// <c>test</c> for the test, which may be missing. Images have rows and columns, a length, or rows, columns and channels; all values are bytes.
/// </remarks>
public static partial class OtherDataset
{
    private const int MaximumNameLength = 60;

    // Names that are taken, without what is not a letter or a digit: nobody's data are to be published as MNIST.
    private static readonly string[] Taken = ["mnist", "sample", "fashionmnist", "auto", "idx"];

    /// <summary>Reads the data set that a folder holds.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="name">What results and pages call it.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="DataException">The name is taken or none, or a file is missing, ambiguous or not what it must be.</exception>
    public static LocatedDataset Load(string folder, string name, CancellationToken cancellationToken = default)
    {
        CheckName(name);
        ArgumentNullException.ThrowIfNull(folder);
        var files = Describe(folder, name);
        if (files.ValidationCount < 1)
        {
            throw new DataException(
                $"{IoFailure.FullPath(folder)}: has {files.TrainImages.Count} training images; at least 12 are needed, a twelfth for validation");
        }

        if (files.TestImages is { } test && test.ItemLength != files.TrainImages.ItemLength)
        {
            throw new DataException(
                $"{IoFailure.FullPath(folder)}: the images for the training have {files.TrainImages.ItemLength} values, those for the test "
                    + $"{test.ItemLength}; they must be alike");
        }

        var located = new DatasetFolder(folder, files).Load(cancellationToken);
        return located.Dataset.ClassCount > 1
            ? located
            : throw new DataException($"{IoFailure.FullPath(folder)}: every label is 0; at least two classes are needed");
    }

    private static void CheckName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length > MaximumNameLength || !AcceptedName().IsMatch(name))
        {
            throw new DataException(
                $"--name: expected 1 to {MaximumNameLength} letters, digits, spaces and -_.+(), a letter or digit first, received '{name}'");
        }

        if (Taken.Contains(string.Concat(name.Where(char.IsLetterOrDigit)), StringComparer.OrdinalIgnoreCase))
        {
            throw new DataException($"--name: '{name}' is the name of a known data set; give yours another one");
        }
    }

    private static DatasetFiles Describe(string folder, string name)
    {
        var place = new[] { folder, Path.Combine(folder, "raw") }.FirstOrDefault(place => Names(place).Length > 0, folder);
        var names = Names(place);
        if (!Directory.Exists(folder))
        {
            throw new DataException(
                $"{IoFailure.FullPath(folder)}: there is no such folder{OtherForms.Of(folder)}; name one that holds the data's IDX files");
        }

        var prefixes = names.Select(match => match.Groups["prefix"].Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        if (prefixes.Length != 1)
        {
            throw new DataException(prefixes.Length == 0
                ? $"{IoFailure.FullPath(folder)}: holds no IDX file by a name such as train-images-idx3-ubyte.gz; name its files so"
                : $"{IoFailure.FullPath(folder)}: holds several data sets ({string.Join(", ", prefixes.Select(prefix => $"'{prefix}'"))}); give one "
                    + $"a folder of its own");
        }

        IdxFile? Find(string part, string what, Range rank) =>
            names.FirstOrDefault(match =>
                match.Groups["part"].Value is var found && (found == "train") == (part == "train") && match.Groups["what"].Value == what) is { } match
                ? Header(place, match, rank)
                : null;

        var trainImages = Find("train", "images", 2..4);
        var trainLabels = Find("train", "labels", 1..1);
        var testImages = Find("test", "images", 2..4);
        var testLabels = Find("test", "labels", 1..1);
        if (trainImages is null || trainLabels is null || testImages is null != testLabels is null)
        {
            var missing = trainImages is null ? "training images"
                : trainLabels is null ? "training labels"
                : testImages is null ? "test images"
                : "test labels";
            throw new DataException($"{IoFailure.FullPath(place)}: lacks the file of the {missing}; images and labels come in pairs");
        }

        return new(
            trainImages,
            trainLabels,
            testImages,
            testLabels,
            DatasetFiles.ValidationCountOf(trainImages.Count))
        { Name = name, Title = name, ClassCount = null };
    }

    /// <summary>What the first readable copy says of itself; where none is readable, what is wrong with the first.</summary>
    private static IdxFile Header(string place, Match match, Range rank)
    {
        var file = new IdxFile($"{match.Groups["stem"].Value}-idx{match.Groups["rank"].Value}-ubyte", [], Sha256: null);
        DataException? problem = null;
        foreach (var copy in file.FileNames.Select(name => Path.Combine(place, name)).Where(Path.Exists))
        {
            try
            {
                return file with { Dimensions = IdxHeader.Read(copy, rank).Dimensions };
            }
            catch (DataException exception)
            {
                problem ??= exception;
            }
        }

        throw problem ?? new DataException($"{IoFailure.FullPath(place)}: {file.Name} has vanished; try again");
    }

    private static Match[] Names(string folder)
    {
        try
        {
            return !Directory.Exists(folder)
                ? []
                : [.. Directory.EnumerateFileSystemEntries(folder)
                    .Select(path => FileName().Match(Path.GetFileName(path)))
                    .Where(match => match.Success)
                    .OrderBy(match => match.Value, StringComparer.Ordinal)];
        }
        catch (Exception exception) when (IoFailure.Is(exception))
        {
            throw new DataException(
                $"{IoFailure.FullPath(folder)}: cannot be listed: {IoFailure.Reason(exception)}; name a folder that can be read", exception);
        }
    }

    /// <summary>The name gets into results, tables and pages of every form: nothing in it may mean something in one of them.</summary>
    [GeneratedRegex(@"^[\p{L}\p{Nd}][\p{L}\p{Nd} \-_.+()]*(?<! )\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex AcceptedName();

    [GeneratedRegex(
        @"^(?<stem>(?<prefix>.*?)(?<part>train|t10k|test)-(?<what>images|labels))[-.]idx(?<rank>[1-4])-ubyte(\.gz)?$",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1_000)]
    private static partial Regex FileName();
}
