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

    private static void ShouldBeRefused(string path, string named)
    {
        var write = () => AtomicFile.Write(path, "new");

        write.Should().Throw<DataException>().Which.Message.Should().StartWith(named).And.Contain("cannot be written").And.NotContain("\n");
    }
}
