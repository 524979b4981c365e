using Pipeline.Engine.Ike.V1.Messages;
using Pipeline.Engine.Wire.Ike.V1;
using Xunit;

namespace Pipeline.UnitTests.Engine.Ike.V1.Messages;

/// <summary>MS-IKEE: fragments of IKEv1, and which must be dropped.</summary>
public sealed class VendorFragmentsTests
{
    private readonly VendorFragments _fragments = new(
        new VendorFragmentLimits { MaximumFragmentCount = 8, MaximumMessageLength = 100, MaximumMessageCount = 2 });

    [Fact]
    public void Puts_fragments_together_in_any_order()
    {
        Assert.Equal(FragmentVerdict.Kept, Add(3, isLast: true));
        Assert.Equal(FragmentVerdict.Kept, Add(1));
        Assert.Equal(FragmentVerdict.Whole, Add(2, whole: [1, 1, 2, 2, 3, 3]));
        Assert.Equal(0, _fragments.HeldLength);
    }

    [Fact]
    public void A_message_of_one_fragment_is_whole_at_once()
    {
        Assert.Equal(FragmentVerdict.Whole, Add(1, isLast: true, whole: [1, 1]));
    }

    [Fact]
    public void Drops_a_fragment_that_is_not_alone()
    {
        IsakmpMessage alone = Message(1, isLast: true);
        IsakmpMessage accompanied = alone with { Payloads = [alone.Payloads[0], new RawPayload(IsakmpPayloadType.VendorId, (byte[])[1])] };

        Assert.Equal(FragmentVerdict.NotAlone, _fragments.Add(accompanied, out byte[]? whole));
        Assert.Null(whole);
        Assert.Equal(FragmentVerdict.NotAlone, _fragments.Add(alone with { Payloads = [] }, out _));
        Assert.Equal(0, _fragments.HeldLength);
    }

    [Fact]
    public void Drops_a_number_that_is_here_and_keeps_the_first()
    {
        Add(1);

        Assert.Equal(FragmentVerdict.Duplicate, _fragments.Add(Message(1, content: 9), out _));
        Assert.Equal(FragmentVerdict.Whole, Add(2, isLast: true, whole: [1, 1, 2, 2]));
    }

    [Fact]
    public void Drops_a_second_last()
    {
        Add(3, isLast: true);

        Assert.Equal(FragmentVerdict.SecondLast, Add(2, isLast: true));
        Add(1);
        Assert.Equal(FragmentVerdict.SecondLast, Add(1, isLast: true));
        Assert.Equal(FragmentVerdict.Whole, Add(2, whole: [1, 1, 2, 2, 3, 3]));
    }

    [Fact]
    public void Drops_a_number_above_that_of_the_last()
    {
        Add(2, isLast: true);

        Assert.Equal(FragmentVerdict.BeyondLast, Add(3));
        Assert.Equal(FragmentVerdict.Whole, Add(1, whole: [1, 1, 2, 2]));
    }

    [Fact]
    public void Drops_a_last_below_a_number_that_is_here()
    {
        Add(3);

        Assert.Equal(FragmentVerdict.BeyondLast, Add(2, isLast: true));
        Assert.Equal(2, _fragments.HeldLength);
    }

    [Fact]
    public void Drops_a_number_beyond_the_limit()
    {
        Assert.Equal(FragmentVerdict.Kept, Add(8));
        Assert.Equal(FragmentVerdict.TooMany, Add(9));
    }

    [Fact]
    public void Forgets_a_message_that_grows_too_long()
    {
        Assert.Equal(FragmentVerdict.Kept, _fragments.Add(Message(1, length: 60), out _));
        Assert.Equal(FragmentVerdict.TooLong, _fragments.Add(Message(2, length: 41), out _));
        Assert.Equal(0, _fragments.HeldLength);
    }

    [Fact]
    public void The_oldest_message_gives_way_to_a_third()
    {
        Add(1, id: 1);
        Add(1, id: 2);
        Add(1, id: 3);

        Assert.Equal(4, _fragments.HeldLength);
        Assert.Equal(FragmentVerdict.Whole, Add(2, isLast: true, id: 2, whole: [1, 1, 2, 2]));
    }

    [Fact]
    public void Fragments_of_exchanges_with_the_same_id_are_kept_apart()
    {
        Add(1);

        IsakmpMessage other = Message(2, isLast: true) with { Exchange = IsakmpExchangeType.QuickMode, MessageId = 5 };

        Assert.Equal(FragmentVerdict.Kept, _fragments.Add(other, out _));
    }

    [Fact]
    public void Forgets_everything_when_time_is_over()
    {
        Add(1);

        _fragments.Clear();

        Assert.Equal(0, _fragments.HeldLength);
    }

    [Fact]
    public void Cuts_a_message_into_datagrams_that_are_no_longer_than_asked()
    {
        byte[] message = (Message(1) with { Payloads = [new RawPayload(IsakmpPayloadType.Hash, new byte[300])] }).Write();

        IReadOnlyList<byte[]> cut = VendorFragments.Cut(message, fragmentId: 7, datagramLength: 136)!;

        Assert.Equal([136, 136, 136, 68], cut.Select(bytes => bytes.Length));
        Assert.All(cut, bytes => Assert.Equal(132, bytes[16]));
        Assert.Equal([1, 2, 3, 4], cut.Select(bytes => (int)bytes[34]));
        Assert.Equal([0, 0, 0, 1], cut.Select(bytes => (int)bytes[35]));
    }

    [Fact]
    public void Leaves_a_message_that_fits_and_gives_up_where_no_cut_helps()
    {
        byte[] message = (Message(1) with { Payloads = [new RawPayload(IsakmpPayloadType.Hash, new byte[300])] }).Write();

        Assert.Same(message, Assert.Single(VendorFragments.Cut(message, 7, message.Length)!));
        Assert.Null(VendorFragments.Cut(message, 7, datagramLength: 36));
        Assert.Null(VendorFragments.Cut(message, 7, datagramLength: 37));
    }

    private FragmentVerdict Add(int number, bool isLast = false, int id = 1, byte[]? whole = null)
    {
        FragmentVerdict verdict = _fragments.Add(Message(number, isLast, id, content: number), out byte[]? joined);
        Assert.Equal(whole, joined);
        return verdict;
    }

    private static IsakmpMessage Message(int number, bool isLast = false, int id = 1, int content = 0, int length = 2) => new()
    {
        InitiatorCookie = 1,
        Exchange = IsakmpExchangeType.MainMode,
        Payloads = [new FragmentPayload((ushort)id, (byte)number, isLast, (byte[])[.. Enumerable.Repeat((byte)content, length)])],
    };
}
