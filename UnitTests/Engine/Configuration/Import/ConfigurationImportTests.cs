using Pipeline.Engine.Configuration.Import;
using Xunit;

namespace Pipeline.UnitTests.Engine.Configuration.Import;

/// <summary>What holds for every format.</summary>
public sealed class ConfigurationImportTests
{
    [Fact]
    public void A_file_of_no_known_format_is_an_error()
    {
        ImportResult result = ImportedFile.Read("hello\nworld");

        Assert.Null(result.Json);
        Assert.Contains("none of the formats", Assert.Single(result.Errors).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FFFE00D8", "neither UTF-8")]
    [InlineData("636F6E6EFF", "neither UTF-8")]
    [InlineData("636F6E6E0000", "zero bytes")]
    public void A_file_that_is_no_text_is_an_error(string hex, string expected)
    {
        ImportResult result = ConfigurationImport.Read("a", Convert.FromHexString(hex));

        Assert.Contains(expected, Assert.Single(result.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_too_long_is_not_read()
    {
        ImportResult result = ConfigurationImport.Read("a", new byte[ImportLimits.FileLength + 1]);

        Assert.Contains("4194304", Assert.Single(result.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Notes_are_bounded()
    {
        string many = "connections { a {\n" + string.Concat(Enumerable.Range(0, 5000).Select(number => $"x{number} = 1\n")) + "} }";

        Assert.InRange(ImportedFile.Read(many).Notes.Count, 900, 1100);
    }
}
