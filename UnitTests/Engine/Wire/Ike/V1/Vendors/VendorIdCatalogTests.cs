using System.Security.Cryptography;
using System.Text;
using Pipeline.Engine.Wire.Ike.V1.Vendors;
using Xunit;

namespace Pipeline.UnitTests.Engine.Wire.Ike.V1.Vendors;

/// <summary>Vendor IDs: most are MD5 of a sentence, and some have something behind it.</summary>
public sealed class VendorIdCatalogTests
{
    [Theory]
    [InlineData("RFC 3947", VendorMeaning.NatTraversal)]
    [InlineData("draft-ietf-ipsec-nat-t-ike-03", VendorMeaning.NatTraversalDraft)]
    [InlineData("draft-ietf-ipsec-nat-t-ike-02", VendorMeaning.NatTraversalDraft)]
    [InlineData("draft-ietf-ipsec-nat-t-ike-02\n", VendorMeaning.NatTraversalDraft)]
    [InlineData("draft-ietf-ipsec-nat-t-ike-00", VendorMeaning.NatTraversalOldDraft)]
    [InlineData("FRAGMENTATION", VendorMeaning.Fragmentation)]
    [InlineData("GSSAPI", VendorMeaning.GssApi)]
    [InlineData("A GSS-API Authentication Method for IKE", VendorMeaning.GssApi)]
    [InlineData("Vid-Initial-Contact", VendorMeaning.MicrosoftInitialContact)]
    [InlineData("NLBS_PRESENT", VendorMeaning.NetworkLoadBalancing)]
    [InlineData("MS-MamieExists", VendorMeaning.AuthIp)]
    [InlineData("IKE CGA version 1", VendorMeaning.Cga)]
    [InlineData("MS-Negotiation Discovery Capable", VendorMeaning.NegotiationDiscovery)]
    [InlineData("strongSwan", VendorMeaning.Implementation)]
    public void Knows_the_hash_of_a_sentence(string sentence, VendorMeaning meaning)
    {
        byte[] id = CryptographicOperations.HashData(HashAlgorithmName.MD5, Encoding.ASCII.GetBytes(sentence));

        Assert.Equal(meaning, VendorIdCatalog.Find(id)?.Meaning);
    }

    [Theory]
    [InlineData("1e2b516905991c7d7c96fcbfb587e461" + "00000004", VendorMeaning.Microsoft)]
    [InlineData("1e2b516905991c7d7c96fcbfb587e461", null)] // Windows always says its version
    [InlineData("4048b7d56ebce88525e7de7f00d6c2d3" + "80000000", VendorMeaning.Fragmentation)]
    [InlineData("4048b7d56ebce88525e7de7f00d6c2d3" + "8000000000", null)]
    [InlineData("12f5f28c457168a9702d9fe274cc0100", VendorMeaning.CiscoUnity)]
    [InlineData("12f5f28c457168a9702d9fe274cc0204", VendorMeaning.CiscoUnity)]
    [InlineData("09002689dfd6b712", VendorMeaning.Xauth)]
    [InlineData("09002689dfd6b71200", null)]
    [InlineData("", null)]
    public void Something_may_follow_only_where_it_has_a_meaning(string id, VendorMeaning? meaning)
    {
        Assert.Equal(meaning, VendorIdCatalog.Find(Convert.FromHexString(id))?.Meaning);
    }

    [Fact]
    public void Reads_the_version_of_Windows()
    {
        Assert.Equal(4u, VendorIdCatalog.MicrosoftVersion(Convert.FromHexString("1e2b516905991c7d7c96fcbfb587e46100000004")));
        Assert.Null(VendorIdCatalog.MicrosoftVersion(VendorIdCatalog.NatTraversal.Prefix));
    }

    [Fact]
    public void No_two_rows_match_the_same()
    {
        foreach (VendorId row in VendorIdCatalog.All)
        {
            byte[] id = [.. row.Prefix.Span, .. new byte[row.MinimumRest]];
            Assert.Equal([row], VendorIdCatalog.All.Where(other => other.Matches(id)));
        }
    }
}
