using Pipeline.Engine.Ports.Datagrams;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ip;
using Xunit;

namespace Pipeline.UnitTests.Engine.Ports.Datagrams;

/// <summary>IKE messages wait in order, in a bounded number.</summary>
public sealed class IkeInboxTests
{
    private static readonly UdpEndpoint Local = new(IpAddress.ReadIpv4([192, 0, 2, 1]), 500);
    private static readonly UdpEndpoint Remote = new(IpAddress.ReadIpv4([192, 0, 2, 2]), 500);

    [Fact]
    public void Gives_the_oldest_first_and_copies()
    {
        var inbox = new IkeInbox(2);
        byte[] message = [1, 2, 3];
        inbox.TryAdd(Local, Remote, message);
        message[0] = 9;
        inbox.TryAdd(Remote, Local, message);

        IkeDatagram first = inbox.TryTake(TimeSpan.Zero)!;

        Assert.Equal((Local, Remote), (first.Local, first.Remote));
        Assert.Equal([1, 2, 3], first.Message);
        Assert.Equal([9, 2, 3], inbox.TryTake(TimeSpan.Zero)!.Message);
        Assert.Null(inbox.TryTake(TimeSpan.Zero));
    }

    [Fact]
    public void Refuses_what_does_not_fit_and_counts_it()
    {
        var inbox = new IkeInbox(1);

        Assert.True(inbox.TryAdd(Local, Remote, [1]));
        Assert.False(inbox.TryAdd(Local, Remote, [2]));
        Assert.Equal(1, inbox.Refused);
        Assert.Equal([1], inbox.TryTake(TimeSpan.Zero)!.Message);
        Assert.True(inbox.TryAdd(Local, Remote, [3]));
    }

    [Fact]
    public void A_flood_of_strangers_keeps_out_neither_known_peers_nor_who_brings_a_cookie()
    {
        var inbox = new IkeInbox(2);
        byte[] stranger = MessageOf(responderSpi: 0, PayloadType.SecurityAssociation);
        for (int count = 0; count < 1000; count++)
        {
            inbox.TryAdd(Local, Remote, stranger);
        }

        Assert.True(inbox.TryAdd(Local, Remote, MessageOf(responderSpi: 5, PayloadType.Encrypted)));
        Assert.True(inbox.TryAdd(Local, Remote, MessageOf(responderSpi: 0, PayloadType.Notify)));

        Assert.Equal(998, inbox.Refused);
        byte[][] first = [.. Enumerable.Range(0, 3).Select(_ => inbox.TryTake(TimeSpan.Zero)!.Message)];
        Assert.Contains(first, message => message[15] == 5);
        Assert.Contains(first, message => message[16] == (byte)PayloadType.Notify);
        Assert.Equal(stranger, inbox.TryTake(TimeSpan.Zero)!.Message);
        Assert.Null(inbox.TryTake(TimeSpan.Zero));
    }

    [Fact]
    public void Wakes_who_waits()
    {
        var inbox = new IkeInbox(1);
        IkeDatagram? taken = null;
        var taker = new Thread(() => taken = inbox.TryTake(TimeSpan.FromMinutes(1)));
        taker.Start();

        inbox.TryAdd(Local, Remote, [7]);
        taker.Join();

        Assert.Equal([7], taken!.Message);
    }

    private static byte[] MessageOf(ulong responderSpi, PayloadType first)
    {
        byte[] message = new byte[IkeHeader.HeaderLength];
        new IkeHeader(1, responderSpi, first, IkeHeader.Version2, ExchangeType.IkeSaInit, IkeHeaderBits.Initiator, 0, 28).Write(message);
        return message;
    }

    [Fact]
    public void Holds_at_least_one() => Assert.Throws<ArgumentOutOfRangeException>(() => new IkeInbox(0));
}
