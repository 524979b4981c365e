using System.Text;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Configuration.IkeKeys;
using Pipeline.Engine.Ike.Observation;
using Xunit;

namespace Pipeline.UnitTests.Engine.Configuration.IkeKeys;

/// <summary>Keys of recorded IKE SAs in Wireshark's words and in ours.</summary>
public sealed class IkeKeyFileReaderTests
{
    private const string Key20 = "0102030405060708090a0b0c0d0e0f1011121314";
    private const string Key16 = "0102030405060708090a0b0c0d0e0f10";

    [Theory]
    [InlineData("AES-GCM-128 with 16 octet ICV [RFC5282]", Key20, "NONE [RFC4306]", "", "aes128-gcm")]
    [InlineData("AES-GCM-128 with 8 octet ICV", Key20, "NONE", "", "aes128-gcm-8")]
    [InlineData("AES-CCM-128 with 16 octet ICV [RFC5282]", Key20, "NONE [RFC4306]", "", "aes128-ccm")]
    [InlineData("AES-CBC-128 [RFC3602]", Key16, "HMAC_SHA1_96 [RFC2404]", Key20, "aes128-cbc+hmac-sha1-96")]
    [InlineData("AES-CBC-256 [RFC3602]", Key16 + Key16, "HMAC_SHA2_256_128 [RFC4868]", Key16 + Key16, "aes256-cbc+hmac-sha256-128")]
    public void Reads_a_line_of_Wireshark(string cipher, string ske, string mac, string ska, string suite)
    {
        string line = $"0fd70ea9fa59a65b,4cca5ee2503236ea,{ske},{ske},\"{cipher}\",{ska},{ska},\"{mac}\"";
        ObservedKeys keys = Assert.Single(Read($"# comment\n\n{line}\r\n").Value!);

        Assert.Equal((0x0fd70ea9fa59a65bul, 0x4cca5ee2503236eaul, suite), (keys.InitiatorSpi, keys.ResponderSpi, keys.Transform!.Name));
        Assert.Equal((ske.Length / 2, ska.Length / 2), (keys.SkEi.Length, keys.SkAr.Length));
        keys.Dispose();
    }

    [Fact]
    public void Reads_Json()
    {
        ObservedKeys keys = Assert.Single(Read($$"""
            // the suite may be left out
            { "ikeSas": [{ "initiatorSpi": "0fd70ea9fa59a65b", "responderSpi": "0x4cca5ee2503236ea", "skEi": "{{Key20}}", "skEr": "{{Key20}}" }] }
            """).Value!);

        Assert.Null(keys.Transform);
        Assert.Equal((0x4cca5ee2503236eaul, 20, 0), (keys.ResponderSpi, keys.SkEr.Length, keys.SkAi.Length));
    }

    [Theory]
    [InlineData("", 1, "has no key")]
    [InlineData("# nothing\n", 1, "has no key")]
    [InlineData("a,b,c", 1, "has 3 columns instead of 8")]
    [InlineData("\n0,1,,,\"AES-CBC-128\",,,\"NONE\"", 2, "is not 16 hexadecimal digits")]
    [InlineData("1,1,xyz,,\"AES-GCM-128 with 16 octet ICV\",,,\"NONE\"", 1, "is not pairs of hexadecimal digits")]
    [InlineData("1,1,,,\"ROT13\",,,\"NONE\"", 1, "is no encryption algorithm")]
    [InlineData("1,1,,,\"AES-CBC-128\",,,\"CRC32\"", 1, "is no integrity algorithm")]
    [InlineData("{ \"ikeSas\": [] }", 1, "has no key")]
    [InlineData("{ \"ikeSas\": [{ \"initiatorSpi\": \"1\", \"responderSpi\": \"0fd70ea9fa59a65b\" }] }", 1, "16 hexadecimal digits")]
    [InlineData("{ \"ikeSas\": [{ \"responderSpi\": \"0fd70ea9fa59a65b\" }] }", 1, "is missing")]
    [InlineData("{ \"ikeSas\": [\n{ \"initiatorSpi\": \"0fd70ea9fa59a65b\", \"responderSpi\": \"0fd70ea9fa59a65b\", \"skEi\": 5 }] }", 2, "pairs of")]
    [InlineData(
        "{ \"ikeSas\": [\n{ \"initiatorSpi\": \"0fd70ea9fa59a65b\", \"responderSpi\": \"0fd70ea9fa59a65b\", \"suite\": \"rot13\" }] }", 2, "is no suite")]
    [InlineData("{ \"keys\": [] }", 1, "is not known here")]
    [InlineData("{", 1, "")]
    public void Names_the_line_that_is_wrong(string text, int line, string problem)
    {
        ConfigurationResult<IReadOnlyList<ObservedKeys>> result = Read(text);

        Assert.Null(result.Value);
        Assert.Equal(line, result.Errors[0].Line);
        Assert.Contains(problem, result.Errors[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_text_is_a_result()
    {
        var random = new Random(41);
        string[] seeds =
        [
            $"0fd70ea9fa59a65b,4cca5ee2503236ea,{Key20},{Key20},\"AES-GCM-128 with 16 octet ICV [RFC5282]\",,,\"NONE [RFC4306]\"\n",
            $"{{ \"ikeSas\": [{{ \"initiatorSpi\": \"0fd70ea9fa59a65b\", \"responderSpi\": \"4cca5ee2503236ea\", "
                + $"\"suite\": \"aes128-gcm\", \"skEi\": \"{Key20}\" }}] }}",
        ];
        for (int round = 0; round < 20_000; round++)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(seeds[round % 2]);
            for (int flips = random.Next(1, 6); flips > 0; flips--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            ConfigurationResult<IReadOnlyList<ObservedKeys>> result = IkeKeyFileReader.Read("keys", bytes.AsSpan(0, random.Next(bytes.Length + 1)));

            Assert.Equal(result.Value is null, result.Errors.Count > 0);
            Assert.DoesNotContain(result.Errors, error => error.Message.Contains(Key20[..16], StringComparison.Ordinal));
        }
    }

    private static ConfigurationResult<IReadOnlyList<ObservedKeys>> Read(string text) => IkeKeyFileReader.Read("keys", Encoding.UTF8.GetBytes(text));
}
