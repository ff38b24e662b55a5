using System.Runtime.Versioning;
using Reproduction.Data;

namespace Reproduction.Tests.Data;

public sealed class AtomicFileTests
{
    [Test]
    public void Text_is_UTF_8_without_a_byte_order_mark_and_its_line_ends_stay()
    {
        using var temp = new TempFolder();

        AtomicFile.Write(temp["a.txt"], "µ\n");

        File.ReadAllBytes(temp["a.txt"]).Should().Equal(0xc2, 0xb5, 0x0a);
    }

    [Test]
    public void Missing_folders_are_created_and_nothing_else_is_left_there()
    {
        using var temp = new TempFolder();

        AtomicFile.Write(temp["deep", "er", "a.txt"], "a");

        Directory.GetFileSystemEntries(temp["deep", "er"]).Should().Equal(temp["deep", "er", "a.txt"]);
    }

    [Test]
    public void A_file_that_exists_is_replaced_by_a_shorter_one()
    {
        using var temp = new TempFolder();
        File.WriteAllText(temp["a.txt"], "long before");

        AtomicFile.Write(temp["a.txt"], "new");

        File.ReadAllText(temp["a.txt"]).Should().Be("new");
    }

    [Test]
    public void A_writer_that_fails_halfway_leaves_the_old_content_and_no_other_file()
    {
        using var temp = new TempFolder();
        File.WriteAllText(temp["a.txt"], "before");

        var write = () => AtomicFile.Write(temp["a.txt"], stream =>
        {
            stream.WriteByte(1);
            throw new InvalidOperationException("halfway");
        });

        write.Should().Throw<InvalidOperationException>().WithMessage("halfway");
        File.ReadAllText(temp["a.txt"]).Should().Be("before");
        temp.FileNames.Should().Equal("a.txt");
    }

    [Test]
    public void A_folder_in_place_of_the_file_is_an_error_and_leaves_no_other_file()
    {
        using var temp = new TempFolder();
        Directory.CreateDirectory(temp["a.txt"]);

        ShouldBeRefused(temp["a.txt"], temp["a.txt"]);
        temp.FileNames.Should().BeEmpty();
    }

    [Test]
    public void A_file_in_place_of_the_folder_is_an_error()
    {
        using var temp = new TempFolder();
        File.WriteAllText(temp["folder"], "");

        ShouldBeRefused(temp["folder", "a.txt"], temp["folder", "a.txt"]);
    }

    [TestCase("")]
    [TestCase("a\0b")]
    public void A_path_that_is_none_is_an_error(string path) => ShouldBeRefused(path, "");

    [Test]
    [Platform(Include = "Unix")]
    [UnsupportedOSPlatform("windows")]
    public void The_mode_of_a_file_that_is_replaced_is_kept()
    {
        using var temp = new TempFolder();
        foreach (var mode in new[] { UnixFileMode.UserRead | UnixFileMode.UserWrite, (UnixFileMode)0b110_110_110, (UnixFileMode)0b111_101_000 })
        {
            File.WriteAllText(temp["a.txt"], "before");
            File.SetUnixFileMode(temp["a.txt"], mode);

            AtomicFile.Write(temp["a.txt"], "new");

            File.ReadAllText(temp["a.txt"]).Should().Be("new");
            File.GetUnixFileMode(temp["a.txt"]).Should().Be(mode);
        }
    }

    [Test]
    public void A_symbolic_link_stays_and_what_it_leads_to_is_replaced_there_or_not()
    {
        using var temp = new TempFolder();
        Directory.CreateDirectory(temp["store"]);
        File.WriteAllText(temp["store", "a.txt"], "before");
        File.CreateSymbolicLink(temp["link"], Path.Combine("store", "a.txt"));
        File.CreateSymbolicLink(temp["second"], temp["link"]);
        File.CreateSymbolicLink(temp["dangling"], temp["store", "b.txt"]);

        AtomicFile.Write(temp["second"], "new");
        AtomicFile.Write(temp["dangling"], "new, too");

        File.ReadAllText(temp["store", "a.txt"]).Should().Be("new");
        File.ReadAllText(temp["store", "b.txt"]).Should().Be("new, too");
        temp.FileNames.Should().OnlyContain(name => File.ResolveLinkTarget(temp[name], false) != null).And.HaveCount(3);
        Directory.GetFiles(temp["store"]).Should().HaveCount(2);
    }

    [Test]
    public void A_link_that_leads_to_itself_is_an_error()
    {
        using var temp = new TempFolder();
        File.CreateSymbolicLink(temp["a"], temp["b"]);
        File.CreateSymbolicLink(temp["b"], temp["a"]);

        ShouldBeRefused(temp["a"], temp["a"]);
    }

    [Test]
    [Platform(Include = "Unix")]
    [CancelAfter(10_000)]
    public void Pipes_and_devices_are_refused_and_stay()
    {
        using var temp = new TempFolder();
        RegularFileTests.MakePipe(temp["pipe"]);

        ShouldBeRefused(temp["pipe"], temp["pipe"]);
        ShouldBeRefused("/dev/null", "/dev/null");

        FluentActions.Invoking(() => RegularFile.Require(temp["pipe"])).Should().Throw<IOException>("it is a pipe still");
        FluentActions.Invoking(() => RegularFile.Require("/dev/null")).Should().Throw<IOException>("it is a device still");
    }

    [Test]
    public void What_killed_processes_left_is_swept_and_what_is_still_written_or_not_ours_is_not()
    {
        using var temp = new TempFolder();
        string Left(string name)
        {
            File.WriteAllText(temp[name], "half");
            File.SetLastWriteTimeUtc(temp[name], DateTime.UtcNow.AddMinutes(-2));
            return temp[name];
        }

        Left($"a.txt.{Guid.NewGuid():N}.partial");
        Left("someone's.partial");
        var living = Left($"b.txt.{Guid.NewGuid():N}.partial");
        var young = temp[$"c.txt.{Guid.NewGuid():N}.partial"];
        File.WriteAllText(young, "half");
        using (new FileStream(living, FileMode.Open, FileAccess.Write, FileShare.Read))
        {
            AtomicFile.Write(temp["new.txt"], "new");
        }

        temp.FileNames.Should().BeEquivalentTo("someone's.partial", Path.GetFileName(living), Path.GetFileName(young), "new.txt");
    }

    private static void ShouldBeRefused(string path, string named)
    {
        var write = () => AtomicFile.Write(path, "new");

        write.Should().Throw<DataException>().Which.Message.Should().StartWith(named).And.Contain("cannot be written").And.NotContain("\n");
    }
}
