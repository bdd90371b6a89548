using StackExchange.Redis;

namespace UniBind.Grid.Silo;

/// <summary>Reminders in Redis: they wake grains whose silo died.</summary>
public static class RedisRemindersHostingExtensions
{
    /// <summary>The least period of a reminder; Orleans' own is a minute, which is how long a job would wait after its coordinator died.</summary>
    private static readonly TimeSpan LeastPeriod = TimeSpan.FromSeconds(1);

    /// <summary>Keeps the reminders of the cluster in Redis.</summary>
    public static ISiloBuilder UseRedisReminders(this ISiloBuilder silo, RedisConnection redis)
    {
        silo.UseRedisReminderService(options =>
        {
            options.ConfigurationOptions = new ConfigurationOptions();
            options.CreateMultiplexer = async _ => (await redis.OpenAsync(), true);
        });
        return silo.Configure<ReminderOptions>(options => options.MinimumReminderPeriod = LeastPeriod);
    }
}
