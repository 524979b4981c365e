using Pipeline.Actors.Policy;
using Pipeline.Engine.Policy.Addresses;
using Pipeline.Engine.Wire.Ip;
using Xunit;

namespace Pipeline.UnitTests.Actors.Policy;

/// <summary>A question that fails takes nothing away, and says what to do.</summary>
public sealed class AddressLookupTests : IAddressSource
{
    private static readonly AddressName Me = new(AddressNameKind.Me);
    private static readonly AddressName Wins = new(AddressNameKind.WinsServers);

    private AddressAnswer _answer = new([new IpAddress(1, IsIpv6: false)]);

    [Fact]
    public async Task Keeps_what_was_known_when_nobody_knows_it_any_more()
    {
        var lookup = new AddressLookup(this);
        AddressesFound first = await lookup.FindAsync([Me], new AddressOptions(), AddressBook.Empty);
        Assert.Empty(first.Problems);

        _answer = new AddressAnswer([], "no interface");
        AddressesFound second = await lookup.FindAsync([Me], new AddressOptions(), first.Book);

        Assert.Equal(first.Book.AddressesOf(Me), second.Book.AddressesOf(Me));
        Assert.Equal("\"me\" has no address: no interface; 0.0.0.1 stays", Assert.Single(second.Problems));
    }

    [Fact]
    public async Task What_the_configuration_says_is_not_asked()
    {
        _answer = new AddressAnswer([], "nobody knows");
        var options = new AddressOptions
        {
            Fixed = new Dictionary<AddressNameKind, IReadOnlyList<IpAddress>> { [AddressNameKind.WinsServers] = [new IpAddress(7, IsIpv6: false)] },
        };

        AddressesFound found = await new AddressLookup(this).FindAsync([Wins, Me], options, AddressBook.Empty);

        Assert.Equal(new IpAddress(7, IsIpv6: false), Assert.Single(found.Book.AddressesOf(Wins)));
        Assert.Contains("match nothing", Assert.Single(found.Problems), StringComparison.Ordinal);
    }

    Task<AddressAnswer> IAddressSource.FindAsync(AddressName name, CancellationToken cancellation) => Task.FromResult(_answer);
}
