-- Asks for a client at random: PREFIX, then a number of the file IDS, then SUFFIX.
local ids = {}
for line in io.lines(os.getenv("IDS")) do ids[#ids + 1] = line end
local prefix, suffix = os.getenv("PREFIX"), os.getenv("SUFFIX") or ""
math.randomseed(7)
request = function()
    return wrk.format("GET", prefix .. ids[math.random(#ids)] .. suffix)
end
