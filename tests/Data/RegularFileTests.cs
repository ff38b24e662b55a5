using System.Diagnostics;
using Reproduction.Data;

namespace Reproduction.Tests.Data;

public sealed class RegularFileTests
{
    [Test]
    public void A_file_is_opened_also_through_a_link()
    {
        using var temp = new TempFolder();
        File.WriteAllText(temp["a"], "content");
        File.CreateSymbolicLink(temp["link"], temp["a"]);

        using var reader = new StreamReader(RegularFile.OpenRead(temp["link"]));

        reader.ReadToEnd().Should().Be("content");
    }

    [Test]
    public void Nothing_is_no_reason_to_refuse()
    {
        using var temp = new TempFolder();

        RegularFile.Require(temp["nowhere"]);

        FluentActions.Invoking(() => RegularFile.OpenRead(temp["nowhere"])).Should().Throw<FileNotFoundException>();
    }

    [Test]
    public void A_folder_is_refused_by_its_kind()
    {
        using var temp = new TempFolder();

        FluentActions.Invoking(() => RegularFile.OpenRead(temp.Path)).Should().Throw<IOException>().WithMessage("it is a folder, not a regular file");
    }

    [Test]
    [Platform(Include = "Unix")]
    [CancelAfter(10_000)]
    public void A_pipe_that_nobody_writes_to_is_refused_instead_of_waited_for()
    {
        using var temp = new TempFolder();
        MakePipe(temp["pipe"]);
        File.CreateSymbolicLink(temp["link"], temp["pipe"]);

        foreach (var path in new[] { temp["pipe"], temp["link"] })
        {
            FluentActions.Invoking(() => RegularFile.OpenRead(path))
                .Should().Throw<IOException>().WithMessage("it is a pipe (FIFO), not a regular file");
        }
    }

    [Test]
    [Platform(Include = "Unix")]
    public void A_device_is_refused() =>
        FluentActions.Invoking(() => RegularFile.OpenRead("/dev/null"))
            .Should().Throw<IOException>().WithMessage("it is a device, not a regular file");

    internal static void MakePipe(string path)
    {
        using var process = Process.Start("mkfifo", [path]);
        process.WaitForExit(10_000).Should().BeTrue();
        process.ExitCode.Should().Be(0);
    }
}
