using System.Security.Cryptography.X509Certificates;
using Pipeline.Crypto.Certificates;
using Xunit;

namespace Pipeline.UnitTests.Crypto.Certificates;

/// <summary>RFC 5280 §7.1: names are compared by meaning; text and bytes go both ways.</summary>
public sealed class DistinguishedNameTests
{
    [Theory]
    [InlineData("C=CH, O=Lab, CN=b.lab.test")]
    [InlineData("CN=Smith\\, John, O=A\\\\B")]
    [InlineData("DC=test, DC=lab, E=carol@lab.test, CN=Zürich")]
    public void Text_comes_back(string text)
    {
        Assert.True(DistinguishedName.TryParse(text, out DistinguishedName? name));
        Assert.True(DistinguishedName.TryRead(name.Encoded.Span, out DistinguishedName? read));

        Assert.Equal(text, read.ToString());
        Assert.Equal(name, read);
    }

    [Theory]
    [InlineData("CN=a b", "cn=A  B", true)]
    [InlineData("CN=a", "CN=b", false)]
    [InlineData("CN=a, O=b", "O=b, CN=a", false)] // the order of parts matters
    [InlineData("CN=a", "OU=a", false)]
    [InlineData("CN=a, CN=b", "CN=a\\, CN=b", false)]
    [InlineData("emailAddress=a@b", "E=a@b", true)]
    public void Names_are_compared_by_meaning(string left, string right, bool equal)
    {
        Assert.True(DistinguishedName.TryParse(left, out DistinguishedName? one));
        Assert.True(DistinguishedName.TryParse(right, out DistinguishedName? two));

        Assert.Equal(equal, one.Equals(two));
        Assert.Equal(equal, one.GetHashCode() == two.GetHashCode());
    }

    [Fact]
    public void The_string_type_does_not_matter()
    {
        byte[] utf8 = new X500DistinguishedName("CN=a", X500DistinguishedNameFlags.ForceUTF8Encoding).RawData;

        Assert.True(DistinguishedName.TryRead(utf8, out DistinguishedName? one));
        Assert.True(DistinguishedName.TryParse("CN=A", out DistinguishedName? two));

        Assert.NotEqual(one.Encoded.ToArray(), two.Encoded.ToArray());
        Assert.Equal(one, two);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.lab.test")]
    [InlineData("CN=")]
    [InlineData("XX=a")]
    [InlineData("CN=a,")]
    public void Other_text_is_no_name(string text)
    {
        Assert.False(DistinguishedName.TryParse(text, out _));
    }

    [Fact]
    public void Text_is_safe_to_print()
    {
        Assert.True(DistinguishedName.TryParse("CN=a\nb\u001b[31m", out DistinguishedName? name));

        Assert.Equal("CN=a?b?[31m", name.ToString());
    }

    [Fact]
    public void Damaged_names_never_throw()
    {
        Assert.True(DistinguishedName.TryParse("C=CH, DC=lab, CN=Zürich", out DistinguishedName? name));
        var random = new Random(4514);
        for (int round = 0; round < 5000; round++)
        {
            byte[] damaged = name.Encoded.ToArray();
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);

            _ = DistinguishedName.TryRead(damaged.AsSpan(0, random.Next(damaged.Length + 1)), out _);
        }
    }
}
