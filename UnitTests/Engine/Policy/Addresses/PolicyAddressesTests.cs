using Pipeline.Engine.Policy;
using Pipeline.Engine.Policy.Addresses;
using Pipeline.Engine.Wire.Ip;
using Xunit;

namespace Pipeline.UnitTests.Engine.Policy.Addresses;

/// <summary>[MS-GPIPSEC]: filters may say whose address it is; before it is known they match nothing.</summary>
public sealed class PolicyAddressesTests
{
    private static readonly AddressName Me = new(AddressNameKind.Me);
    private static readonly AddressName Dns = new(AddressNameKind.Dns, "host.example.org");

    [Theory]
    [InlineData("me", "me")]
    [InlineData("ME", "me")]
    [InlineData("dnsServers", "dnsServers")]
    [InlineData("winsServers", "winsServers")]
    [InlineData("dhcpServers", "dhcpServers")]
    [InlineData("defaultGateway", "defaultGateway")]
    [InlineData("dns:Host.Example.org.", "dns:host.example.org")]
    public void Reads_a_name(string text, string written)
    {
        Assert.True(AddressName.TryParse(text, out AddressName name));
        Assert.Equal(written, name.ToString());
        Assert.True(AddressName.TryParse(written, out AddressName again));
        Assert.Equal(name, again);
    }

    [Theory]
    [InlineData("host.example.org")] // a typing error in an address would be a question to DNS
    [InlineData("dns:")]
    [InlineData("dns:10.0.0.1")]
    [InlineData("dns:a..b")]
    [InlineData("dns:a b")]
    [InlineData("any")]
    [InlineData("")]
    [InlineData(null)]
    public void Refuses_what_is_no_name(string? text) => Assert.False(AddressName.TryParse(text, out _));

    [Fact]
    public void A_name_that_is_not_known_matches_nothing_and_is_not_any()
    {
        SecurityPolicy policy = Policy(new Filter(TrafficSelector.Any, Mirrored: true) { SourceName = Me });

        Assert.Equal(Verdict.Unmatched, Classify(policy, "10.0.0.1", "10.9.9.9"));
        Assert.Equal(Verdict.Unmatched, Classify(PolicyAddresses.Resolve(policy, AddressBook.Empty), "10.0.0.1", "10.9.9.9"));
        Assert.False(policy.Rules[0].Filters.Matches(Flow("10.0.0.1", "10.9.9.9")));
    }

    [Fact]
    public void Every_pair_of_addresses_of_one_family_matches()
    {
        AddressBook book = AddressBook.Empty.With(Me, Addresses("10.0.0.1", "2001:db8::1")).With(Dns, Addresses("192.0.2.7", "192.0.2.8", "2001:db8::7"));
        SecurityPolicy policy = PolicyAddresses.Resolve(
            Policy(new Filter(TrafficSelector.Any, Mirrored: true) { SourceName = Me, DestinationName = Dns }), book);

        Assert.Equal(3, policy.Rules[0].Filters.Filters.Count);
        Assert.Equal(VerdictKind.Permit, Classify(policy, "10.0.0.1", "192.0.2.8").Kind);
        Assert.Equal(VerdictKind.Permit, Classify(policy, "192.0.2.7", "10.0.0.1").Kind);
        Assert.Equal(VerdictKind.Permit, Classify(policy, "2001:db8::1", "2001:db8::7").Kind);
        Assert.Equal(VerdictKind.Block, Classify(policy, "10.0.0.2", "192.0.2.8").Kind);
    }

    [Fact]
    public void A_name_beside_a_network_keeps_ports_and_family()
    {
        Assert.True(AddressRange.TryParse("10.2.0.0/16", out AddressRange network));
        AddressBook book = AddressBook.Empty.With(Me, Addresses("10.0.0.1", "2001:db8::1"));
        var selector = new TrafficSelector { Destination = network, Protocol = IpProtocol.Tcp, DestinationPorts = PortRange.Of(443) };

        Filter filter = Assert.Single(PolicyAddresses.Resolve(Policy(new Filter(selector) { SourceName = Me }), book).Rules[0].Filters.Filters);

        Assert.Equal(selector with { Source = AddressRange.Of(Addresses("10.0.0.1")[0]) }, filter.Selector);
    }

    [Fact]
    public void Rules_that_share_a_list_share_it_afterwards()
    {
        var list = new FilterList("shared", [new Filter(TrafficSelector.Any) { SourceName = Me }]);
        PolicyRule rule = new() { Name = "one", Action = FilterAction.Block, Filters = list };

        SecurityPolicy resolved = PolicyAddresses.Resolve(new SecurityPolicy("test", [rule, rule with { Name = "two" }]), AddressBook.Empty);

        Assert.Same(resolved.Rules[0].Filters, resolved.Rules[1].Filters);
    }

    [Fact]
    public void A_book_knows_no_more_than_its_bound_and_does_not_care_for_order()
    {
        AddressBook book = AddressBook.Empty.With(Me, Enumerable.Range(0, 1000).Select(number => new IpAddress((UInt128)(uint)number, IsIpv6: false)));

        Assert.Equal(AddressBook.MostAddresses, book.AddressesOf(Me).Count);
        Assert.True(AddressBook.Empty.With(Dns, Addresses("10.0.0.1", "10.0.0.2"))
            .SaysTheSame(AddressBook.Empty.With(Dns, Addresses("10.0.0.2", "10.0.0.1", "10.0.0.2")), [Dns]));
    }

    private static SecurityPolicy Policy(Filter filter) => new(
        "test", [new PolicyRule { Name = "rule", Action = FilterAction.Permit, Filters = new FilterList("list", [filter]) }]);

    private static Verdict Classify(SecurityPolicy policy, string source, string destination) =>
        new PolicyDatabase(policy).Current.Classify(Flow(source, destination));

    private static FlowKey Flow(string source, string destination) =>
        new(Addresses(source)[0], Addresses(destination)[0], IpProtocol.Udp, 1, 2, HasPorts: true);

    private static IpAddress[] Addresses(params string[] texts) =>
        [.. texts.Select(text => IpAddress.TryParse(text, out IpAddress address) ? address : throw new FormatException(text))];
}
