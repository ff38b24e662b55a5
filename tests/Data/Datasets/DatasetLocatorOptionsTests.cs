using Reproduction.Data;

namespace Reproduction.Tests.Data;

public sealed class DatasetLocatorOptionsTests
{
    [Test]
    public void The_process_is_asked_for_all_that_is_not_given()
    {
        var options = DatasetLocatorOptions.FromEnvironment("folder", allowDownload: false);

        options.ExplicitFolder.Should().Be("folder");
        options.AllowDownload.Should().BeFalse();
        options.StartFolder.Should().Be(AppContext.BaseDirectory);
        options.VariableFolder.Should().Be(Environment.GetEnvironmentVariable("MNIST_DIR"));
        options.CacheFolder.Should().Be(CacheFolder.ForCurrentUser());
        options.Files.Should().BeSameAs(DatasetFiles.Mnist);
    }

    [Test]
    public void Mirrors_end_in_a_slash_so_that_file_names_can_be_appended()
    {
        new DatasetLocatorOptions().EffectiveDownload.Mirrors.Should().HaveCount(3).And.OnlyContain(mirror => mirror.AbsolutePath.EndsWith('/'));
        DatasetFiles.FashionMnist.Mirrors.Should().HaveCount(1).And.OnlyContain(mirror => mirror.AbsolutePath.EndsWith('/'));
    }
}
